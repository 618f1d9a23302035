# A static binary on an empty base, run by a user without rights. The archive
# lives in the volume /data. It is healthy when the archive there can be searched.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/dateline ./cmd/dateline \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/dateline /dateline
COPY --from=build --chown=65532:65532 /out/data /data
ENV DATELINE_STORE=/data
VOLUME /data
USER 65532:65532
HEALTHCHECK --interval=1m --timeout=10s CMD ["/dateline", "search", "-k", "1", "news"]
ENTRYPOINT ["/dateline"]
CMD ["--help"]
