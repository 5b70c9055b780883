using System;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>What is known of a terminal beside what is folded; a bridge that has just started knows nothing of it.</summary>
/// <param name="Health">How it says that it is; null: it has not said so.</param>
/// <param name="HealthAt">When it said so.</param>
/// <param name="RosterTold">The version of the roster that it was told last; null: this bridge has told it none.</param>
/// <param name="PolicyTold">The version of the parameters that it was told last; null: this bridge has told it none.</param>
/// <param name="CommandSeen">The highest number of a command that it says under its signature to have seen; 0: it does not.</param>
public sealed record TerminalSeen(HealthReading? Health, DateTimeOffset? HealthAt, long? RosterTold, long? PolicyTold, long CommandSeen);
