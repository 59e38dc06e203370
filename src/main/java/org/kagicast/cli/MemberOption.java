package org.kagicast.cli;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.kagicast.model.Member;
import org.kagicast.model.NodeName;
import org.kagicast.model.Role;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options by which an operator names a member of the trust domain. picocli fills in one of them.
final class MemberOption {

    @Option(names = "--client", paramLabel = "NAME", description = "A client.")
    private @Nullable NodeName client;

    @Option(names = "--content-server", paramLabel = "NAME", description = "A content server.")
    private @Nullable NodeName contentServer;

    @Option(names = "--key-slave", paramLabel = "NAME", description = "A key slave.")
    private @Nullable NodeName keySlave;

    @Option(names = "--operator", paramLabel = "NAME", description = "An operator.")
    private @Nullable NodeName operator;

    @ArgGroup(exclusive = false)
    private @Nullable Named named;

    /// A member of whatever role.
    static final class Named {

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = "Of any role: key-server, key-master, key-slave, content-server, client or operator ...")
        private Role role = Role.CLIENT;

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "... and its name.")
        private @Nullable NodeName name;
    }

    /// A member in the form that scripts get: a client as `client`, others by role and name.
    static Map<String, Object> json(Member member) {
        return member.role() == Role.CLIENT
                ? Map.of("client", member.name())
                : Map.of("role", member.role().text(), "name", member.name());
    }

    Member member() {
        if (client != null) {
            return new Member(Role.CLIENT, client);
        }
        if (contentServer != null) {
            return new Member(Role.CONTENT_SERVER, contentServer);
        }
        if (keySlave != null) {
            return new Member(Role.KEY_SLAVE, keySlave);
        }
        if (operator != null) {
            return new Member(Role.OPERATOR, operator);
        }
        if (named != null && named.name != null) {
            return new Member(named.role, named.name);
        }
        throw new AssertionError("one of the options is required");
    }
}
