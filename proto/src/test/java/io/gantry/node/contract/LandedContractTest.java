package io.gantry.node.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.TextFormat;
import io.gantry.node.v1.NodeLinkOuterClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The contract as it has landed is kept in {@code src/test/resources/landed-contract.txtpb}, and what is there may be added to only. With
 * {@code -Dgantry.contract.renew=true} the file is written anew after it has been compared.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LandedContractTest {

    private static final Path LANDED = Path.of("src/test/resources/landed-contract.txtpb");

    private final FileDescriptorProto present =
            NodeLinkOuterClass.getDescriptor().toProto();

    @Test
    @Order(1)
    void whatHasLandedIsStillThere() throws IOException {
        assertThat(Breakage.between(Contract.of(landed()), Contract.of(present)))
                .as("what agents and control planes of different ages would understand differently")
                .isEmpty();
        if (Boolean.getBoolean("gantry.contract.renew")) {
            Files.writeString(LANDED, TextFormat.printer().printToString(present));
        }
    }

    @Test
    @Order(2)
    void whatWasAddedIsKeptToo() throws IOException {
        assertThat(landed())
                .as("renew it: ./mvnw -pl proto test -Dgantry.contract.renew=true")
                .isEqualTo(present);
    }

    private static FileDescriptorProto landed() throws IOException {
        return TextFormat.parse(Files.readString(LANDED), FileDescriptorProto.class);
    }
}
