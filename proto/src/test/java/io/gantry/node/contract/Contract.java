package io.gantry.node.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that one file defines, by its name inside the file; nested types are named {@code Outer.Inner}. */
record Contract(
        String header,
        Map<String, DescriptorProto> messages,
        Map<String, EnumDescriptorProto> enums,
        Map<String, ServiceDescriptorProto> services) {

    static Contract of(FileDescriptorProto file) {
        Contract contract = new Contract(
                "package " + file.getPackage() + ", syntax " + file.getSyntax(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>());
        contract.add("", file.getMessageTypeList());
        contract.addEnums("", file.getEnumTypeList());
        file.getServiceList().forEach(service -> contract.services.put(service.getName(), service));
        return contract;
    }

    private void add(String outer, List<DescriptorProto> added) {
        for (DescriptorProto message : added) {
            String name = outer + message.getName();
            messages.put(name, message);
            add(name + ".", message.getNestedTypeList());
            addEnums(name + ".", message.getEnumTypeList());
        }
    }

    private void addEnums(String outer, List<EnumDescriptorProto> added) {
        added.forEach(one -> enums.put(outer + one.getName(), one));
    }
}
