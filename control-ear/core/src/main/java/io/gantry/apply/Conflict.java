package io.gantry.apply;

import io.gantry.managedfields.FieldPath;
import io.gantry.managedfields.ManagerIdentity;

/** A field that another owner has set to another value. */
record Conflict(ManagerIdentity owner, FieldPath path) {}
