# TaskFlow's images: `final` is every role of the application, `edge` is nginx with our configuration.
# Public base images by name; the release workflow pins them by digest.
ARG PYTHON_IMAGE=python:3.13-slim-trixie
ARG DEBIAN_IMAGE=debian:trixie-slim
ARG NGINX_IMAGE=nginx:1.30

# --- assets: the front-end files, with npm from a wheel -------------------------------------------------------------
FROM ${PYTHON_IMAGE} AS assets
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
COPY requirements/assets.txt requirements/
RUN --mount=type=cache,target=/root/.cache/pip,sharing=locked \
    pip install --root-user-action=ignore --disable-pip-version-check --require-hashes --no-deps -r requirements/assets.txt
COPY roles/__init__.py roles/__main__.py roles/
COPY roles/assets roles/assets
COPY web_assets web_assets
RUN --mount=type=cache,target=/root/.npm,sharing=locked \
    python3 -m roles assets --out /out

# --- site: the hash-locked packages and our code, stripped and compiled ---------------------------------------------
FROM ${PYTHON_IMAGE} AS site
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends binutils >/dev/null
COPY requirements/image.txt /src/
RUN --mount=type=cache,target=/root/.cache/pip,sharing=locked \
    pip install --root-user-action=ignore --disable-pip-version-check --require-hashes --no-deps --no-compile \
        --target /app/site -r /src/image.txt \
    && find /app/site -name '*.so' -exec strip --strip-unneeded {} + \
    && rm -rf /app/site/bin /app/site/pydantic/v1 \
    && find /app/site -type d \( -name tests -o -name test -o -name __pycache__ \) -prune -exec rm -rf {} + \
    && find /app/site \( -name '*.c' -o -name '*.h' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.pyi' \) -delete
COPY src/taskflow /app/taskflow
COPY roles /app/roles
COPY web_assets/templates /app/web_assets/templates
COPY --from=assets /out /app/web_assets/build
# Development only: the embedded servers, the reloading session and the asset build have no place in production.
RUN rm -rf /app/roles/embedded /app/roles/development /app/roles/assets /app/roles/origin.py \
    && mkdir -p /app/published \
    && python3 -m compileall -q --invalidation-mode unchecked-hash -j 0 /app/site /app/taskflow /app/roles

# --- rootfs: the few Debian packages that a Python process needs, unpacked: no shell, no package manager ------------
FROM ${DEBIAN_IMAGE} AS rootfs
ENV PACKAGES="base-files netbase tzdata media-types libc6 libgcc-s1 zlib1g libssl3t64 libexpat1 libffi8 libbz2-1.0 \
liblzma5 libuuid1 libzstd1 python3.13-minimal libpython3.13-minimal libpython3.13-stdlib"
WORKDIR /debs
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ca-certificates >/dev/null \
    && apt-get download -qq ${PACKAGES}
# Scanners match the control files in status.d against Debian's advisories; the copyrights stay, too.
RUN mkdir -p /rootfs/var/lib/dpkg/status.d /rootfs/etc/ssl/certs /rootfs/home/nonroot /rootfs/tmp \
    && for deb in *.deb; do \
        dpkg -x "$deb" /rootfs && dpkg -f "$deb" > "/rootfs/var/lib/dpkg/status.d/${deb%%_*}" || exit 1; \
       done \
    && cp /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/ \
    && printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' \
        > /rootfs/etc/passwd \
    && printf 'root:x:0:\nnonroot:x:65532:\n' > /rootfs/etc/group \
    && chmod 1777 /rootfs/tmp \
    && find /rootfs/usr/share/doc -type f ! -name copyright -delete \
    && rm -rf /rootfs/usr/share/man /rootfs/usr/share/lintian /rootfs/usr/share/bug /rootfs/usr/share/python3 \
        /rootfs/usr/share/locale /rootfs/usr/share/info /rootfs/usr/share/common-licenses/* \
        /rootfs/usr/lib/python3.13/test /rootfs/usr/lib/python3.13/ensurepip /rootfs/usr/lib/python3.13/idlelib \
        /rootfs/usr/lib/python3.13/turtledemo /rootfs/usr/lib/python3.13/lib2to3 /rootfs/usr/lib/python3.13/pydoc_data \
        /rootfs/usr/lib/python3.13/tkinter /rootfs/usr/lib/python3.13/sqlite3 \
        /rootfs/usr/lib/python3.13/lib-dynload/_sqlite3.* /rootfs/usr/lib/python3.13/config-* \
    && rm -rf /rootfs/usr/lib/*-linux-gnu/gconv /rootfs/usr/lib/*-linux-gnu/libmvec.so.1 \
    && find /rootfs -name '*.py[co]' -delete \
    && ldconfig -r /rootfs && rm -rf /rootfs/var/cache/ldconfig \
    && ln -sf python3.13 /rootfs/usr/bin/python3

# --- compiled: bytecode for the standard library by the interpreter that will run it, and one time for every file ----
FROM ${PYTHON_IMAGE} AS compiled
ARG SOURCE_DATE_EPOCH=1767225600
COPY --from=rootfs /rootfs /rootfs
COPY --from=site /app /rootfs/app
RUN python3 -m compileall -q --invalidation-mode unchecked-hash -j 0 -s /rootfs /rootfs/usr/lib/python3.13 \
    && mkdir /rootfs/data && chmod -R a+rX,go-w /rootfs/app \
    && chown -R 65532:65532 /rootfs/app/published /rootfs/data /rootfs/home/nonroot \
    && find /rootfs -exec touch -hd "@${SOURCE_DATE_EPOCH}" {} +

FROM scratch AS final
ARG VERSION=dev
ARG REVISION=unknown
COPY --from=compiled /rootfs /
ENV PATH=/usr/bin PYTHONPATH=/app:/app/site PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONSAFEPATH=1 \
    PYTHONFAULTHANDLER=1 LANG=C.UTF-8 SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    TASKFLOW_VERSION=${VERSION}
WORKDIR /app
USER 65532:65532
EXPOSE 8000 3000 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --start-interval=1s --retries=3 \
    CMD ["/usr/bin/python3.13", "-m", "roles", "health"]
ENTRYPOINT ["/usr/bin/python3.13", "-m", "roles"]
CMD ["api"]
LABEL org.opencontainers.image.title="TaskFlow" \
      org.opencontainers.image.description="Self-hosted, collaborative task management" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# --- edge: nginx with our configuration, as an ordinary user on a read-only root --------------------------------------
FROM ${NGINX_IMAGE} AS edge
COPY nginx/nginx.conf /etc/nginx/nginx.conf
COPY nginx/conf.d /etc/nginx/conf.d
COPY nginx/pages /usr/share/taskflow
USER 101:101
EXPOSE 8080 8443 8000 3000
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --start-interval=1s --retries=3 \
    CMD ["/usr/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /livez HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *200* ]]"]
