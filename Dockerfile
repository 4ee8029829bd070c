FROM node:24-bookworm-slim
RUN useradd --system --create-home touchstone && mkdir /data && chown touchstone /data
WORKDIR /app
COPY . .
RUN node scripts/setup.mjs && chown -R touchstone /app
USER touchstone
ENV DATA_DIR=/data NODE_COMPILE_CACHE=/app/node_modules/.cache/compile
VOLUME /data
EXPOSE 8080
CMD ["node_modules/.bin/node", "src/main.ts"]
