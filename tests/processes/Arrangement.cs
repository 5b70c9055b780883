using System;
using System.Collections.Generic;
using static DutyKiosk.Processes.FaultKind;

namespace DutyKiosk.Processes;

/// <summary>Which programs a house is made of, and what happens to them how often.</summary>
/// <param name="Letter">By what it is chosen.</param>
/// <param name="Title">What it is.</param>
/// <param name="Percent">Its part of all kills.</param>
/// <param name="Bridges">How many bridges it has; two share an outside broker.</param>
/// <param name="HasPostgres">Whether they store in PostgreSQL.</param>
/// <param name="Faults">How often each fault comes until all have come.</param>
internal sealed record Arrangement(string Letter, string Title, int Percent, int Bridges, bool HasPostgres, IReadOnlyList<(FaultKind Kind, int Times)> Faults)
{
    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<Arrangement> All =
    [
        new("a", "one bridge with its own broker on SQLite", 30, 1, false,
        [
            (KillBridge, 6), (KillBridgeAtStart, 2), (KillTerminal, 3), (KillAll, 1), (StopBridge, 1), (StopTerminal, 1), (FillDisk, 1), (SlowLink, 1), (CutLink, 1), (MuteLink, 1),
        ]),
        new("b", "one bridge with its own broker on PostgreSQL", 30, 1, true,
        [
            (KillBridge, 3), (KillBridgeAtStart, 1), (KillPostmaster, 3), (KillBackend, 3), (KillTerminal, 3), (KillAll, 1),
            (StopBridge, 1), (StopPostgres, 1), (StopTerminal, 1), (FillDisk, 1), (SlowLink, 1), (CutLink, 1), (MuteLink, 1),
        ]),
        new("c", "two bridges, mosquitto and PostgreSQL", 40, 2, true,
        [
            (KillBridge, 5), (KillBridgeAtStart, 1), (KillBridges, 2), (KillBroker, 4), (KillPostmaster, 2), (KillBackend, 2), (KillTerminal, 3), (KillAll, 1),
            (StopBridge, 2), (StopBroker, 1), (StopPostgres, 1), (StopTerminal, 1), (FillDisk, 1), (SlowLink, 1), (CutLink, 1), (MuteLink, 1),
        ]),
    ];

    /// <summary>Whether the terminals come through a broker that is no part of a bridge: its PUBACK says nothing of what is stored.</summary>
    internal bool HasOutsideBroker => Bridges > 1;
}
