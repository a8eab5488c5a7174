package io.gantry.agent.dns;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers one query: from the cluster's zone, or through the forwarder for every other name. */
final class DnsResponder {

    private static final Logger LOG = LoggerFactory.getLogger(DnsResponder.class);
    private static final long NEGATIVE_TTL_SECONDS = 5;
    private static final int MAX_CNAMES = 8;

    private final Name domain;
    private final Name pods;
    private final Supplier<ClusterZone> zone;
    private final Forwarder forwarder;

    DnsResponder(Name domain, Supplier<ClusterZone> zone, Forwarder forwarder) {
        this.domain = domain;
        this.pods = Name.fromConstantString("pod." + domain);
        this.zone = zone;
        this.forwarder = forwarder;
    }

    /** Whether the answer comes from memory, so that the caller need not fear to wait. */
    boolean isLocal(Message query) {
        Record question = query.getQuestion();
        return question == null || ours(question.getName());
    }

    Message answer(Message query) {
        Record question = query.getQuestion();
        if (query.getHeader().getOpcode() != Opcode.QUERY || question == null) {
            return empty(query, Rcode.NOTIMP);
        }
        if (!ours(question.getName())) {
            return forwarded(query);
        }
        Message response = empty(query, Rcode.NOERROR);
        response.getHeader().setFlag(Flags.AA);
        resolve(response, question.getName(), question.getType(), 0);
        if (response.getSection(Section.ANSWER).isEmpty()) {
            if (!exists(question.getName())) {
                response.getHeader().setRcode(Rcode.NXDOMAIN);
            }
            response.addRecord(authority(), Section.AUTHORITY);
        }
        return response;
    }

    private boolean ours(Name name) {
        return name.subdomain(domain) || zone.get().exists(name);
    }

    private void resolve(Message response, Name name, int type, int depth) {
        for (Record record : records(name)) {
            if (record.getType() == type || type == Type.ANY) {
                response.addRecord(record.withName(name), Section.ANSWER);
            } else if (record.getType() == Type.CNAME && depth < MAX_CNAMES) {
                response.addRecord(record, Section.ANSWER);
                follow(response, ((org.xbill.DNS.CNAMERecord) record).getTarget(), type, depth + 1);
            }
        }
    }

    private void follow(Message response, Name target, int type, int depth) {
        if (ours(target)) {
            resolve(response, target, type, depth);
            return;
        }
        Message outside = forwarded(Message.newQuery(Record.newRecord(target, type, DClass.IN)));
        outside.getSection(Section.ANSWER).forEach(record -> response.addRecord(record, Section.ANSWER));
    }

    private List<Record> records(Name name) {
        if (name.subdomain(pods) && name.labels() == pods.labels() + 2) {
            return podRecord(name);
        }
        return zone.get().find(name);
    }

    /** {@code 10-244-1-7.default.pod.cluster.local}: the address stands in the name. */
    private static List<Record> podRecord(Name name) {
        byte[] address = Address.toByteArray(name.getLabelString(0).replace('-', '.'), Address.IPv4);
        return address == null ? List.of() : List.of(new ARecord(name, DClass.IN, NEGATIVE_TTL_SECONDS, address));
    }

    private boolean exists(Name name) {
        return name.equals(domain) || zone.get().exists(name);
    }

    private Record authority() {
        Name server = Name.fromConstantString("ns.dns." + domain);
        Name mailbox = Name.fromConstantString("hostmaster." + domain);
        return new SOARecord(
                domain, DClass.IN, NEGATIVE_TTL_SECONDS, server, mailbox, 1, 7200, 1800, 86400, NEGATIVE_TTL_SECONDS);
    }

    private Message forwarded(Message query) {
        try {
            Message response = forwarder.forward(query);
            response.getHeader().setID(query.getHeader().getID());
            return response;
        } catch (IOException e) {
            LOG.debug("forwarding failed name={} error={}", query.getQuestion().getName(), e.getMessage());
            return empty(query, Rcode.SERVFAIL);
        }
    }

    static Message empty(Message query, int rcode) {
        Header header = new Header(query.getHeader().getID());
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setOpcode(query.getHeader().getOpcode());
        header.setRcode(rcode);
        Message response = new Message();
        response.setHeader(header);
        if (query.getQuestion() != null) {
            response.addRecord(query.getQuestion(), Section.QUESTION);
        }
        return response;
    }
}
