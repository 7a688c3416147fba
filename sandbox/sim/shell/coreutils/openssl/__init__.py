"""openssl: keys, certificates, digests."""
