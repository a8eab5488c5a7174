package io.gantry.agent.image;

import io.gantry.agent.runtime.ImageStore.Credentials;

/** An account that a pod may use for an image, and where the pod has it from. */
record PullAccount(Credentials credentials, UsedSecret secret) {}
