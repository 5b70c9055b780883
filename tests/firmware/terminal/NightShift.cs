using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Rehearsal;

namespace DutyKiosk.Terminal.Tests;

/// <summary>
/// The terminal's whole program on a virtual board, with a bridge behind it, in simulated time: 王芳 (S01) has held the night shift since the evening, 李强 (S02) leads the
/// day shift that starts at eight in the morning, 陈静 (S05) is of the night's crew, and it is twenty to eight.
/// </summary>
internal sealed class NightShift : IDisposable
{
    internal const string Leader = "04A1B2C3";
    internal const string Relief = "04A1B2C4";
    internal const string Crew = "04A1B2C5";

    private const string Id = "T1";

    // 2026-03-02 07:40 in Shanghai.
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 23, 40, 0, TimeSpan.Zero);

    internal NightShift(params (string Name, string Value)[] parameters)
    {
        var roster = new RosterDocument();
        roster.Posts.Add(new PostEntry { Id = "hotline", Name = "热线", Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal) });
        roster.Staff.Add(new StaffEntry { Id = "S01", Name = "王芳", Role = "leader", Badges = [Leader] });
        roster.Staff.Add(new StaffEntry { Id = "S02", Name = "李强", Role = "leader", Badges = [Relief] });
        roster.Staff.Add(new StaffEntry { Id = "S05", Name = "陈静", Role = "operator", Badges = [Crew] });
        roster.Shifts.Add(new ShiftEntry { Id = "N1", Post = "hotline", Start = "2026-03-01 20:00", End = "2026-03-02 08:00", Leader = "S01", Crew = ["S05"] });
        roster.Shifts.Add(new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S02" });
        var terminals = new TerminalRegister(new string('5', 64), new TerminalEntry { Id = Id, Post = "hotline", Handover = true, Key = new string('1', 64) });
        Stage = new Stage(roster, terminals, Morning.AddHours(-12), _ => { });
        Board.ConsoleLine += (_, line) => Console.Add(line);
        Run(TimeSpan.FromMinutes(2));
        Tap(Leader);
        Stage.RunTo(Morning);
    }

    /// <summary>Everything around the terminal.</summary>
    internal Stage Stage { get; }

    /// <summary>The terminal's board.</summary>
    internal VirtualBoard.Board Board => Stage.BoardOf(Id);

    /// <summary>The broker.</summary>
    internal MemoryBroker Broker => Stage.Broker;

    /// <summary>What stood on the serial console.</summary>
    internal List<string> Console { get; } = [];

    /// <summary>The records so far, oldest first.</summary>
    internal IReadOnlyList<JsonElement> Records => Stage.JournalOf(Id).Records.Select(record => JsonDocument.Parse(record).RootElement).ToArray();

    /// <summary>The type of the newest record.</summary>
    internal string Newest => Records[^1].GetProperty("type").GetString()!;

    /// <summary>The signal that lamps and buzzer give at this moment.</summary>
    internal string Standing(string asked) => Stage.SignalOf(Id, asked);

    /// <summary>The newest record of a type.</summary>
    internal JsonElement Last(string type) => Records.Last(record => string.Equals(record.GetProperty("type").GetString(), type, StringComparison.Ordinal));

    /// <summary>How many records of a type there are.</summary>
    internal int Count(string type) => Records.Count(record => string.Equals(record.GetProperty("type").GetString(), type, StringComparison.Ordinal));

    /// <summary>A member of the newest health that the bridge has got.</summary>
    internal JsonElement Health(string member) => JsonDocument.Parse(Stage.Core!.HealthOf(Id)!).RootElement.GetProperty(member);

    /// <summary>How many records the bridge has.</summary>
    internal long Stored => Stage.Core!.Read((_, chain) => chain.StoredUpTo(Id, Records[^1].GetProperty("epoch").GetString()!));

    /// <summary>Lets time pass.</summary>
    internal void Run(TimeSpan time) => Stage.RunTo(Stage.Now + time);

    /// <summary>A badge is held to the reader, and taken away.</summary>
    internal void Tap(string badge)
    {
        Stage.Tap(Id, Convert.FromHexString(badge));
        Run(TimeSpan.FromSeconds(1));
    }

    /// <summary>Power off and on.</summary>
    internal void Restart()
    {
        Board.PowerOff();
        Stage.PowerOn(Id);
    }

    /// <summary>Asks something of the board's own libraries.</summary>
    internal T OnBoard<T>(Func<T> ask)
    {
        using (Board.Enter())
        {
            return ask();
        }
    }

    /// <summary>Changes members of the configuration file on flash and starts anew; null takes a member out.</summary>
    internal void Configure(params (string Member, object? Value)[] changes)
    {
        Board.PowerOff();
        Dictionary<string, object?> members = JsonSerializer.Deserialize<Dictionary<string, object?>>(Board.Flash.Read("dutykiosk.json")!)!;
        foreach ((string member, object? value) in changes)
        {
            members[member] = value;
            if (value == null)
            {
                members.Remove(member);
            }
        }

        Board.Flash.Write("dutykiosk.json", JsonSerializer.SerializeToUtf8Bytes(members));
        Stage.PowerOn(Id);
    }

    /// <inheritdoc/>
    public void Dispose() => Stage.Dispose();
}
