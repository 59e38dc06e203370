package org.kagicast.keyserver;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Optional;
import org.kagicast.keytable.KeyDescription;
import org.kagicast.keytable.KeyRecord;
import org.kagicast.model.BaseKey;
import org.kagicast.model.StreamName;
import org.kagicast.proto.CreateKeyResponse;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.EncryptionKey;
import org.kagicast.proto.GetKeyResponse;
import org.kagicast.rpc.ProtoEnums;

/// Writes records of the key table into responses. A message cannot be wiped: it is made right before it is sent, and
/// goes with the next garbage collection.
final class Responses {

    private Responses() {
    }

    static CreateKeyResponse created(KeyRecord key) {
        KeyDescription about = key.description();
        return CreateKeyResponse.newBuilder()
                .setKey(EncryptionKey.newBuilder().setKeyId(about.keyId().value())
                        .setSuite(ProtoEnums.toProto(about.suite())).setStream(about.stream().value())
                        .setBaseKey(bytes(key.encryptionKey())))
                .build();
    }

    static GetKeyResponse answered(KeyAnswer answer) {
        return switch (answer) {
            case KeyAnswer.Given given -> GetKeyResponse.newBuilder().setKey(decryptionKey(given.key())).build();
            case KeyAnswer.Refused refused -> GetKeyResponse.newBuilder()
                    .setRefusal(ProtoEnums.toProto(refused.reason()))
                    .setRefusedStream(refused.stream().map(StreamName::value).orElse("")).build();
        };
    }

    private static DecryptionKey decryptionKey(KeyRecord key) {
        KeyDescription about = key.description();
        return DecryptionKey.newBuilder().setKeyId(about.keyId().value()).setSuite(ProtoEnums.toProto(about.suite()))
                .setStream(about.stream().value()).setBaseKey(bytes(key.decryptionKey())).build();
    }

    private static ByteString bytes(Optional<BaseKey> key) {
        byte[] bytes = key.orElseThrow().copyBytes();
        try {
            return ByteString.copyFrom(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
