#!/bin/sh
# compose.yaml: the container's pg_hba.conf lets no role replicate over the network; ours may.
set -eu
echo "host replication all samenet scram-sha-256" >> "$PGDATA/pg_hba.conf"
