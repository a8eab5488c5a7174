package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeIdentityTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CN=system:node:n1,O=system:nodes              | n1
            O=system:nodes,CN=system:node:n1.example.com  | n1.example.com
            CN=system:node:n1,O=other,O=system:nodes      | n1
            CN=system:node:n1                             | nobody
            CN=system:node:n1,O=system:masters            | nobody
            CN=system:node:,O=system:nodes                | nobody
            CN=admin,O=system:nodes                       | nobody
            CN=system:node:n1,CN=system:node:n2,O=system:nodes | nobody
            """)
    void theSubjectOfTheCertificateNamesTheNode(String subject, String node) {
        assertThat(NodeIdentity.nodeName(new X500Principal(subject)).orElse("nobody"))
                .isEqualTo(node);
    }
}
