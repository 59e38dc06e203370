-- In the suites that sign, the encryption key holds a signing key, which is dropped as soon as the key is in use, and the
-- decryption key the verification key that goes with it. Sealed like the others.
ALTER TABLE key_record ADD COLUMN sealed_signing BLOB;
ALTER TABLE key_record ADD COLUMN sealed_verification BLOB;
