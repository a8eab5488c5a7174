package io.gantry.server;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

@Singleton
@Startup
public class Gantry {
    @PostConstruct
    void start() {
        System.out.println("STARTED " + Gantry.class.getClassLoader());
    }

    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void tick() {
        System.out.println("tick");
    }
}
