// A new person's time zone is most likely the one that their device has: it decides what today is.
const select = document.querySelector('select[name="time_zone"]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const isUntouched = select?.value === select?.querySelector('option')?.value;
if (isUntouched && [...select.options].some(option => option.value === zone)) select.value = zone;
