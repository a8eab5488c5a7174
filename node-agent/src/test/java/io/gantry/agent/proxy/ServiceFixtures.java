package io.gantry.agent.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Services and slices as JSON. */
public final class ServiceFixtures {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ServiceFixtures() {}

    /** A service {@code default/NAME} with this spec (JSON without braces) on port 80. */
    public static JsonNode service(String name, String spec) {
        return json("{'metadata':{'namespace':'default','name':'" + name + "'},'spec':{" + spec + "}}");
    }

    /** A slice of {@code default/NAME}: port 8080, endpoints as JSON list. */
    public static JsonNode slice(String name, String endpoints) {
        return json("{'metadata':{'namespace':'default','name':'" + name
                + "-x','labels':{'kubernetes.io/service-name':'" + name
                + "'}},'addressType':'IPv4','ports':[{'name':'','port':8080,'protocol':'TCP'}],'endpoints':["
                + endpoints
                + "]}");
    }

    public static String endpoint(String address, String node, boolean ready) {
        return "{'addresses':['" + address + "'],'nodeName':'" + node + "','conditions':{'ready':" + ready
                + ",'serving':" + ready + "}}";
    }

    public static JsonNode json(String singleQuoted) {
        try {
            return MAPPER.readTree(singleQuoted.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
