package org.kagicast.keyserver;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kagicast.keytable.KeyCreationRequest;
import org.kagicast.keytable.KeyDeposit;
import org.kagicast.model.BaseKey;
import org.kagicast.model.CipherSuite;
import org.kagicast.model.Identity;
import org.kagicast.model.KeyId;
import org.kagicast.model.KeyLabel;
import org.kagicast.model.KeyLine;
import org.kagicast.model.KeyState;
import org.kagicast.model.NodeName;
import org.kagicast.model.OperatorException;
import org.kagicast.model.Role;
import org.kagicast.model.StreamName;
import org.kagicast.model.VerificationKey;
import org.kagicast.proto.CountFetchersRequest;
import org.kagicast.proto.CreateKeyRequest;
import org.kagicast.proto.DecryptionKey;
import org.kagicast.proto.DepositKeyRequest;
import org.kagicast.proto.FetcherSketch;
import org.kagicast.proto.GetKeyOnBehalfRequest;
import org.kagicast.proto.LineKeys;
import org.kagicast.proto.ReportFetchersRequest;
import org.kagicast.proto.SetKeyStateRequest;
import org.kagicast.proto.WatchRekeyOrdersRequest;
import org.kagicast.rpc.CallRefusedException;
import org.kagicast.rpc.ProtoEnums;
import org.kagicast.rpc.keys.KeyCounts;

/// Reads requests into the terms of the key table. Whatever is out of bounds ends the call as an invalid argument.
final class Requests {

    static final int MOST_SKETCHES = 64;

    private static final int IDEMPOTENCY_BYTES = 16;
    private static final int MOST_COUNTED = 32;
    private static final int MOST_NAMED = 8;
    private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9-]{0,64}");

    private Requests() {
    }

    static KeyCreationRequest keyRequest(NodeName caller, CreateKeyRequest request) {
        ByteString id = request.getIdempotencyId();
        if (id.size() != IDEMPOTENCY_BYTES) {
            throw invalid("An idempotency ID has " + id.size() + " bytes here: send " + IDEMPOTENCY_BYTES
                    + " random ones.");
        }
        var bytes = id.asReadOnlyByteBuffer();
        return new KeyCreationRequest(caller, line(request.getStream(), request.getLabel()), suite(request.getSuite()),
                new UUID(bytes.getLong(), bytes.getLong()), request.getAfterNumber());
    }

    /// The caller closes the deposit's key.
    static KeyDeposit deposit(NodeName caller, DepositKeyRequest request) {
        DecryptionKey key = request.getKey();
        KeyLine line = line(key.getStream(), key.getLabel());
        CipherSuite suite = suite(key.getSuite());
        KeyId keyId = keyId(key.getKeyId());
        if (key.getBaseKey().size() != suite.keyBytes()) {
            throw invalid("A base key has " + key.getBaseKey().size() + " bytes here: " + suite.text() + " takes "
                    + suite.keyBytes() + ".");
        }
        Optional<VerificationKey> verificationKey = VerificationKey.parse(key.getVerificationKey().toByteArray());
        if (suite.signs() != verificationKey.isPresent()) {
            throw invalid("The suite " + suite.text() + (suite.signs()
                    ? " needs an Ed25519 verification key: send one."
                    : " has no verification key: send none."));
        }
        byte[] bytes = key.getBaseKey().toByteArray();
        try {
            return new KeyDeposit(caller, line, suite, keyId, BaseKey.copyOf(bytes), request.getAfterNumber(),
                    verificationKey);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    static KeyId keyId(long number) {
        if (!KeyId.isValid(number)) {
            throw invalid("No key can have the ID " + Long.toUnsignedString(number) + ": ask for 1 to 2^53 - 1.");
        }
        return new KeyId(number);
    }

    static List<KeyId> keyIds(CountFetchersRequest request) {
        if (request.getKeyIdsCount() > MOST_COUNTED) {
            throw invalid("A question about " + request.getKeyIdsCount() + " keys is too wide: ask about at most "
                    + MOST_COUNTED + ".");
        }
        return request.getKeyIdsList().stream().map(Requests::keyId).toList();
    }

    /// The slaves that a content server waits for.
    static Set<NodeName> knownSlaves(CountFetchersRequest request) {
        if (request.getKnownSlavesCount() > KeyCounts.MOST_SLAVES) {
            throw invalid("A question about " + request.getKnownSlavesCount()
                    + " key slaves is too wide: ask about at most " + KeyCounts.MOST_SLAVES + ".");
        }
        return request.getKnownSlavesList().stream().map(name -> read(() -> new NodeName(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What a slave has counted, by key ID.
    static Map<KeyId, KmvSketch.Sketch> sketches(ReportFetchersRequest request) {
        if (request.getSketchesCount() > MOST_SKETCHES) {
            throw invalid("A report about " + request.getSketchesCount() + " keys is too wide: report at most "
                    + MOST_SKETCHES + ".");
        }
        Map<KeyId, KmvSketch.Sketch> sketches = new HashMap<>();
        for (FetcherSketch sketch : request.getSketchesList()) {
            if (sketch.getSmallestCount() > KmvSketch.MOST) {
                throw invalid("A count with " + sketch.getSmallestCount() + " hashes is too long: send at most "
                        + KmvSketch.MOST + ".");
            }
            sketches.put(keyId(sketch.getKeyId()),
                    new KmvSketch.Sketch(sketch.getSmallestList(), sketch.getMore()));
        }
        return sketches;
    }

    static KeyState state(SetKeyStateRequest request) {
        return ProtoEnums.toModel(request.getState())
                .orElseThrow(() -> invalid("The key state of this request is unknown: send one of the contract's."));
    }

    static Set<StreamName> streams(WatchRekeyOrdersRequest request, int atMost) {
        if (request.getStreamsCount() > atMost) {
            throw invalid("A watch of " + request.getStreamsCount() + " streams is too wide: watch at most " + atMost
                    + ".");
        }
        return request.getStreamsList().stream().map(Requests::stream).collect(Collectors.toUnmodifiableSet());
    }

    /// The keys that a content server names, of each line.
    static Map<KeyLine, List<KeyId>> keys(WatchRekeyOrdersRequest request) {
        Map<KeyLine, List<KeyId>> keys = new HashMap<>();
        for (LineKeys named : request.getKeysList()) {
            if (named.getKeyIdsCount() > MOST_NAMED) {
                throw invalid(
                        "A line of " + named.getKeyIdsCount() + " keys is too long: name the key in use and those "
                                + "announced, at most " + MOST_NAMED + ".");
            }
            keys.put(line(named.getStream(), named.getLabel()),
                    named.getKeyIdsList().stream().map(Requests::keyId).toList());
        }
        return keys;
    }

    static String instanceId(String id) {
        if (!INSTANCE_ID.matcher(id).matches()) {
            throw invalid("This instance ID is none: send at most 64 letters, figures and hyphens.");
        }
        return id;
    }

    /// The client on whose behalf a slave asks.
    static Identity client(GetKeyOnBehalfRequest request, String trustDomain) {
        Identity client = read(() -> Identity.parse(request.getClient()));
        if (client.role() != Role.CLIENT || !client.trustDomain().equals(trustDomain)) {
            throw invalid("Nobody can ask for a key on behalf of " + client + ": name a client of this trust domain.");
        }
        return client;
    }

    private static KeyLine line(String stream, String label) {
        return read(() -> new KeyLine(new StreamName(stream), new KeyLabel(label)));
    }

    private static StreamName stream(String name) {
        return read(() -> new StreamName(name));
    }

    private static CipherSuite suite(org.kagicast.proto.CipherSuite suite) {
        return ProtoEnums.toModel(suite)
                .orElseThrow(() -> invalid("The suite of this request is unknown: take " + CipherSuite.names() + "."));
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OperatorException outOfBounds) {
            throw new CallRefusedException(Status.Code.INVALID_ARGUMENT, outOfBounds.coded());
        }
    }

    private static CallRefusedException invalid(String sentence) {
        return new CallRefusedException(Status.Code.INVALID_ARGUMENT, sentence);
    }
}
