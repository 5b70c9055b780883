using System;
using NodaTime;

namespace DutyKiosk.HostBridge.Ledger;

/// <summary>One row of somebody's ledger.</summary>
/// <param name="Day">The civil day on which the shift starts.</param>
/// <param name="Kind">What it is about, one of <see cref="LedgerKinds.All"/>.</param>
/// <param name="Minutes">Whole minutes, rounded up; 0: it has none.</param>
/// <param name="AmountYuan">The fine that it proposes; 0: none, or excused.</param>
/// <param name="Excused">Whether it was excused beforehand, or an objection to it was upheld.</param>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="At">The moment at which it came to be.</param>
/// <param name="Detail">Of a grade: its word, or what the sheet says; else empty.</param>
/// <param name="ConfirmedBy">The manager who has confirmed it; empty: it is a proposal.</param>
/// <param name="Position">The place in the log of the record that it stems from; 0: it stems from what is missing, or from more than one.</param>
public sealed record LedgerRow(LocalDate Day, string Kind, int Minutes, int AmountYuan, bool Excused, string Post, string Shift, DateTimeOffset At, string Detail = "", string ConfirmedBy = "", long Position = 0);
