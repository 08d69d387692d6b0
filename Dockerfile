# The bot, from locked packages, each checked by its hash. `--build-arg OCR=yes` adds the recognition of text in
# scans and photos, `--build-arg POSTGRES=yes` what YUANWEN_DATABASE needs, `--build-arg MILVUS=yes` the index in
# Milvus, `--build-arg MODELS=yes` torch (CPU) and
# sentence-transformers, which only other models than those that ship need.
FROM python:3.13-slim-bookworm AS build
ARG MILVUS=
ARG MODELS=
ARG OCR=
ARG POSTGRES=
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements requirements
RUN pip install --no-deps --require-hashes --requirement requirements/build.txt \
    && for locked in runtime ${MILVUS:+milvus} ${MODELS:+models} ${OCR:+ocr} ${POSTGRES:+postgres}; do \
        pip wheel --no-deps --require-hashes --no-build-isolation --wheel-dir /wheels \
            --requirement "requirements/$locked.txt" || exit 1; \
    done \
    && if [ -n "$MODELS" ]; then \
        pip wheel --no-deps --require-hashes --wheel-dir /wheels --requirement requirements/torch-cpu.txt \
            --index-url https://download.pytorch.org/whl/cpu; \
    fi
COPY pyproject.toml README.md LICENSE ./
COPY embeddings embeddings
COPY retrieval retrieval
COPY bot bot
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && python -m venv --without-pip /opt/yuanwen \
    && pip --python /opt/yuanwen/bin/python install --no-deps --no-index /wheels/*.whl

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin yuanwen \
    && install --directory --owner yuanwen --group yuanwen --mode 700 /data
COPY --from=build /opt/yuanwen /opt/yuanwen
ENV PATH=/opt/yuanwen/bin:$PATH PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 \
    YUANWEN_HOME=/data YUANWEN_LOG_FORMAT=json YUANWEN_MONITORING_PORT=9464
WORKDIR /data
VOLUME /data
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["yuanwen"]
CMD ["bot"]
