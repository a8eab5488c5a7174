package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryKeyTest {

    @ParameterizedTest
    @CsvSource({
        "registry.example, registry.example/i:1, true",
        "https://registry.example, registry.example/i:1, true",
        "http://registry.example/v2/, registry.example/i:1, true",
        "registry.example:5000, registry.example:5000/team/i@sha256:00, true",
        "registry.example:5000, registry.example/i, false",
        "registry.example, registry.example:5000/i, false",
        "registry.example/team, registry.example/team/i:1, true",
        "registry.example/team, registry.example/other/i:1, false",
        // a path need not end at a slash, as upstream's need not
        "registry.example/team, registry.example/teams/i:1, true",
        "*.example, registry.example/i, true",
        "*.example, a.registry.example/i, false",
        "*.registry.example, a.registry.example/i, true",
        "reg*.example, registry.example/i, true",
        "re?istry.example, registry.example/i, true",
        "[p-s]egistry.example, registry.example/i, true",
        "[^p-s]egistry.example, registry.example/i, false",
        "[.example, registry.example/i, false",
        "*.*, registry.example/i, true",
        "docker.io, nginx, true",
        "docker.io, docker.io/library/nginx:1, true",
        "docker.io/library, nginx:1, true",
        "index.docker.io, nginx, false",
        "nginx, nginx, false",
    })
    void anAccountIsForTheImagesBelowItsKey(String key, String image, boolean covered) {
        assertThat(RegistryKey.parse(key).covers(ImageName.repository(image))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx, nginx",
        "nginx:1.29, docker.io/library/nginx, nginx",
        "team/i, docker.io/team/i, team/i",
        "docker.io/nginx, docker.io/library/nginx, docker.io/nginx",
        "index.docker.io/nginx, docker.io/library/nginx, index.docker.io/nginx",
        "localhost/i:1, localhost/i, localhost/i",
        "127.0.0.1:5000/a/b:1@sha256:00, 127.0.0.1:5000/a/b, 127.0.0.1:5000/a/b",
        "127.0.0.1:5000/a, 127.0.0.1:5000/a, 127.0.0.1:5000/a",
    })
    void aNameHasARepository(String image, String repository, String untagged) {
        assertThat(ImageName.repository(image)).isEqualTo(repository);
        assertThat(ImageName.untagged(image)).isEqualTo(untagged);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "a*c, abbc, true",
        "a*c, abcd, false",
        "*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
        "a?, a, false",
        "[abc], b, true",
        "[], b, false",
        "[a, a, false",
    })
    void aPatternIsThatOfAWholeText(String pattern, String text, boolean matches) {
        assertThat(HostPattern.matches(pattern, text)).isEqualTo(matches);
    }
}
