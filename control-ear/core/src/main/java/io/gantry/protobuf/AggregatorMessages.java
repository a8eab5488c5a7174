package io.gantry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;

/** The messages of apiregistration.k8s.io/v1, which the published library lacks (kube-aggregator, generated.proto). */
final class AggregatorMessages {

    private static final String META = ".k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String PACKAGE = "k8s.io.kube_aggregator.pkg.apis.apiregistration.v1";

    static final FileDescriptor FILE = file();

    private AggregatorMessages() {}

    private static FileDescriptor file() {
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("k8s.io/kube-aggregator/pkg/apis/apiregistration/v1/generated.proto")
                .setPackage(PACKAGE)
                .addDependency(Meta.getDescriptor().getName())
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("APIService")
                        .addField(message("metadata", 1, META + "ObjectMeta"))
                        .addField(message("spec", 2, own("APIServiceSpec")))
                        .addField(message("status", 3, own("APIServiceStatus"))))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("APIServiceCondition")
                        .addField(field("type", 1, Type.TYPE_STRING))
                        .addField(field("status", 2, Type.TYPE_STRING))
                        .addField(message("lastTransitionTime", 3, META + "Time"))
                        .addField(field("reason", 4, Type.TYPE_STRING))
                        .addField(field("message", 5, Type.TYPE_STRING)))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("APIServiceList")
                        .addField(message("metadata", 1, META + "ListMeta"))
                        .addField(message("items", 2, own("APIService")).setLabel(Label.LABEL_REPEATED)))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("APIServiceSpec")
                        .addField(message("service", 1, own("ServiceReference")))
                        .addField(field("group", 2, Type.TYPE_STRING))
                        .addField(field("version", 3, Type.TYPE_STRING))
                        .addField(field("insecureSkipTLSVerify", 4, Type.TYPE_BOOL))
                        .addField(field("caBundle", 5, Type.TYPE_BYTES))
                        .addField(field("groupPriorityMinimum", 7, Type.TYPE_INT32))
                        .addField(field("versionPriority", 8, Type.TYPE_INT32)))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("APIServiceStatus")
                        .addField(message("conditions", 1, own("APIServiceCondition"))
                                .setLabel(Label.LABEL_REPEATED)))
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("ServiceReference")
                        .addField(field("namespace", 1, Type.TYPE_STRING))
                        .addField(field("name", 2, Type.TYPE_STRING))
                        .addField(field("port", 3, Type.TYPE_INT32)))
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {Meta.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String own(String message) {
        return "." + PACKAGE + "." + message;
    }

    private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder message(String name, int number, String type) {
        return field(name, number, Type.TYPE_MESSAGE).setTypeName(type);
    }
}
