package org.kagicast.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kagicast.model.message.ConfigurationMessage;

/// Who somebody is: a SPIFFE ID of the form `spiffe://<domain>/<role>/<name>`.
public record Identity(String trustDomain, Role role, NodeName name) {

    private static final Pattern SPIFFE = Pattern.compile("spiffe://([^/]{1,255})/([^/]{1,63})/([^/]{1,63})");

    /// @throws OperatorException if the trust domain's name breaks the rule of names
    public Identity {
        Names.check(ConfigurationMessage.DOMAIN, trustDomain);
    }

    /// @throws OperatorException if the text is not a SPIFFE ID of this form
    public static Identity parse(String spiffeId) {
        Matcher parts = SPIFFE.matcher(spiffeId);
        if (!parts.matches()) {
            throw new OperatorException("An identity must read spiffe://<domain>/<role>/<name>.");
        }
        return new Identity(parts.group(1), Role.of(parts.group(2)), new NodeName(parts.group(3)));
    }

    @Override
    public String toString() {
        return "spiffe://" + trustDomain + "/" + role.text() + "/" + name;
    }
}
