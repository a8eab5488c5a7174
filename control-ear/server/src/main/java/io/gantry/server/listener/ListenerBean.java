package io.gantry.server.listener;

import io.gantry.server.Serving;
import io.gantry.server.Settings;
import io.gantry.server.http.RelayedClients;
import io.gantry.server.http.RequestService;
import io.gantry.server.transport.StreamService;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;

/** Listens from the application's start to its end, also while the control plane has no database yet. */
@Singleton
@Startup
@DependsOn("ControlPlaneBean") // stops after this one, so that what is being answered still is
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ListenerBean {

    @Inject
    private Serving serving;

    @Inject
    private RelayedClients relayed;

    private Optional<ApiListener> listener = Optional.empty();
    private Optional<ConsolePages> console = Optional.empty();

    /** Throws {@link IOException} when a certificate cannot be read, and what Netty throws when the port is taken. */
    @PostConstruct
    void start() throws IOException {
        Settings settings = Settings.of(System.getenv());
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.serverPort());
        ListenerTls tls = new ListenerTls(settings.pki(), InstantSource.system());
        ConsolePages pages = new ConsolePages(server, settings.pki());
        console = Optional.of(pages);
        StreamService service = service(new RequestService(serving), pages);
        ApplicationServer upgrades = new ApplicationServer(server, tls, relayed);
        listener = Optional.of(
                new ApiListener(settings.apiAddress(), tls, () -> new ProtocolChoice(tls, service, upgrades)));
    }

    private static StreamService service(RequestService api, ConsolePages pages) {
        return stream -> {
            if (ConsolePages.isOne((HttpServletRequest) stream.getRequest())) {
                pages.serve(stream);
            } else {
                api.serve(stream);
            }
        };
    }

    @PreDestroy
    void stop() {
        listener.ifPresent(ApiListener::stopAccepting);
        serving.endStreams();
        listener.ifPresent(ApiListener::close);
        console.ifPresent(ConsolePages::close);
    }
}
