package io.gantry.agent.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proxy's own chains of one iptables table, with their rules in order. */
final class Chains {

    private final String table;
    private final Map<String, List<String>> rules = new LinkedHashMap<>();

    Chains(String table) {
        this.table = table;
    }

    String table() {
        return table;
    }

    /** Makes the chain if it is new. */
    Chains declare(String chain) {
        rules.computeIfAbsent(chain, name -> new ArrayList<>());
        return this;
    }

    void append(String chain, String rule) {
        rules.computeIfAbsent(chain, name -> new ArrayList<>()).add(rule);
    }

    Map<String, List<String>> rules() {
        return rules;
    }
}
