package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.Conversion;

/** Between slices of resource.k8s.io/v1 and v1beta1, where all that is known of a device but its name is {@code basic}. */
final class BasicDeviceConversion implements Conversion {

    @Override
    public ObjectNode toStored(ObjectNode served) {
        for (ObjectNode device : Nodes.objects(served.path("spec"), "devices")) {
            if (device.remove("basic") instanceof ObjectNode basic) {
                device.setAll(basic);
            }
        }
        return served.put("apiVersion", "resource.k8s.io/v1");
    }

    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        for (ObjectNode device : Nodes.objects(stored.path("spec"), "devices")) {
            ObjectNode basic = device.deepCopy();
            basic.remove("name");
            device.retain("name");
            device.set("basic", basic);
        }
        return stored.put("apiVersion", "resource.k8s.io/v1beta1");
    }
}
