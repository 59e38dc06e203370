package org.kagicast.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import org.kagicast.proto.GetPolicyResponse;
import org.kagicast.proto.PolicyEntry;
import org.kagicast.rpc.ProtoEnums;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `kagicast policy`.
@Command(name = "policy", mixinStandardHelpOptions = true, description = {
        "Shows who may do what: which client is granted which stream, which content server owns which, who is revoked, who is enrolled and until when, and which tokens can be used still.",
        "Who is enrolled and which tokens are out is known where the trust domain's folder is."})
final class PolicyCommand implements Callable<Integer> {

    @Mixin
    private OperatorLink link;

    @Override
    public Integer call() {
        GetPolicyResponse policy = link.ask(node -> node.policy());
        if (link.json()) {
            link.out().println(Json.write(json(policy)));
        } else {
            print(policy, link.out());
        }
        return 0;
    }

    static Map<String, Object> json(GetPolicyResponse policy) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("grants", fields(policy, PolicyEntry.Kind.KIND_GRANT));
        all.put("owners", fields(policy, PolicyEntry.Kind.KIND_OWNER));
        all.put("revoked", fields(policy, PolicyEntry.Kind.KIND_REVOCATION));
        if (policy.getEnrols()) {
            all.put("enrolled", fields(policy, PolicyEntry.Kind.KIND_ENROLLED));
            all.put("tokens", fields(policy, PolicyEntry.Kind.KIND_TOKEN));
        }
        return all;
    }

    private static List<Map<String, Object>> fields(GetPolicyResponse policy, PolicyEntry.Kind kind) {
        return policy.getEntriesList().stream().filter(entry -> entry.getKind() == kind).map(entry -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("role", role(entry));
            fields.put("name", entry.getName());
            if (!entry.getStream().isEmpty()) {
                fields.put("stream", entry.getStream());
            }
            if (entry.getEndsMs() != 0) {
                fields.put("ends", Instant.ofEpochMilli(entry.getEndsMs()).toString());
            }
            if (entry.getRevoked()) {
                fields.put("revoked", true);
            }
            if (entry.getNeverEnrolled()) {
                fields.put("neverEnrolled", true);
            }
            return fields;
        }).toList();
    }

    static void print(GetPolicyResponse policy, PrintWriter out) {
        policy.getEntriesList()
                .forEach(entry -> out.println(String.format(Locale.ROOT, "%-8s  %-14s  %-20s  %s", kind(entry),
                        role(entry), entry.getName(), detail(entry)).stripTrailing()));
        out.println(counted(policy.getGrants(), "grant") + ", " + counted(policy.getOwners(), "owned stream") + ", "
                + counted(policy.getRevocations(), "revocation") + (policy.getEnrols()
                        ? ", " + policy.getEnrolled() + " enrolled, " + counted(policy.getTokens(), "token") + " out."
                        : "; who is enrolled is known where the trust domain's folder is."));
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String kind(PolicyEntry entry) {
        return switch (entry.getKind()) {
            case KIND_GRANT -> "granted";
            case KIND_OWNER -> "owns";
            case KIND_REVOCATION -> "revoked";
            case KIND_ENROLLED -> "enrolled";
            case KIND_TOKEN -> "token";
            case KIND_UNSPECIFIED, UNRECOGNIZED -> "?";
        };
    }

    private static String role(PolicyEntry entry) {
        return ProtoEnums.toModel(entry.getRole()).map(role -> role.text()).orElse("?");
    }

    private static String detail(PolicyEntry entry) {
        return (entry.getEndsMs() == 0
                ? entry.getStream()
                : "until " + Instant.ofEpochMilli(entry.getEndsMs())) + (entry.getRevoked() ? "  (is revoked)" : "")
                + (entry.getNeverEnrolled() ? "  (never enrolled here)" : "");
    }
}
