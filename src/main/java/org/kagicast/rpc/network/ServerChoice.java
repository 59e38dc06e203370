package org.kagicast.rpc.network;

import java.util.List;
import java.util.Map;

/// Which of several servers a call goes to (R16).
public enum ServerChoice {
    /// Always the same, the first that answers, until it fails.
    FIXED,
    /// Another one each time, of those that say that they are healthy.
    ROUND_ROBIN;

    /// In gRPC's own form.
    Map<String, Object> serviceConfig() {
        return switch (this) {
            case FIXED -> Map.of("loadBalancingConfig", List.of(Map.of("pick_first", Map.of())));
            case ROUND_ROBIN -> Map.of("loadBalancingConfig", List.of(Map.of("round_robin", Map.of())),
                    "healthCheckConfig", Map.of("serviceName", ""));
        };
    }
}
