using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.Core.Duty;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>What the Givens of a scenario have collected, and the stage once it is set.</summary>
public sealed class Script(Action<string> print) : IDisposable
{
    private static readonly LocalTimePattern HourMinute = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly LocalTimePattern HourMinuteSecond = LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss");
    private static readonly TimeSpan BootTime = TimeSpan.FromMinutes(2);

    // People take a moment to tap: within the minute that is named, or shortly after the second, it is still the present one.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(59);
    private static readonly TimeSpan SlackOfSecond = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeadOfUnrostered = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenArrivals = TimeSpan.FromSeconds(5);

    private readonly List<string> _present = [];
    private Stage? _stage;
    private readonly List<string> _holders = [];
    private string _time = "";

    /// <summary>The roster as collected.</summary>
    public RosterDocument Roster { get; } = new();

    /// <summary>The terminals as collected; none: T1 at post hotline.</summary>
    public List<(string Id, string Post)> Terminals { get; } = [];

    /// <summary>The pack of posts that name none.</summary>
    public string Pack { get; set; } = PostEntry.UsualPack;

    /// <summary>Its overrides.</summary>
    public Dictionary<string, string> Overrides { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether every sheet counts as filled in, ticked and read, so that the taps alone decide.</summary>
    public bool SheetsAreComplete { get; set; }

    /// <summary>
    /// Whether the scenario says anything of sheets. One that does not is not about them: its posts are like those of a house whose roster does not say
    /// <c>sheets: true</c>, where the taps alone decide.
    /// </summary>
    public bool SpeaksOfSheets { get; init; }

    /// <summary>Why the bridge refused the last request; empty: it did not.</summary>
    public string Refusal { get; set; } = "";

    /// <summary>The zone of the feature.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb.GetZoneOrNull(Roster.Zone) ?? throw new StepFailedException($"'{Roster.Zone}' is no time zone");

    /// <summary>The stage; it is set when it is first needed.</summary>
    public Stage Stage => _stage ??= Set();

    /// <summary>The bridge.</summary>
    /// <exception cref="StepFailedException">It is stopped.</exception>
    public BridgeCore Bridge => Stage.Core ?? throw new StepFailedException("the bridge is stopped");

    /// <summary>The first terminal, which takes taps that name none.</summary>
    public string FirstTerminal => Terminals.Count == 0 ? "T1" : Terminals[0].Id;

    /// <summary>The scenario begins at this civil time.</summary>
    public void TimeIs(string time)
    {
        if (_stage == null)
        {
            _time = time;
        }
        else
        {
            RunTo(time);
        }
    }

    /// <summary>This person holds the duty.</summary>
    public void Holds(string staff) => _holders.Add(staff);

    /// <summary>This person is in.</summary>
    public void IsIn(string staff) => _present.Add(staff);

    /// <summary>Asks the bridge for something at a post, keeps why it refuses, and lets it do what comes of it.</summary>
    public void Ask(string post, Func<DutyRoom, DateTimeOffset, Answer> decide)
    {
        Refusal = Bridge.Ask(post, decide);
        Stage.WakeBridge();
    }

    /// <summary>Whether the run has begun: what is given after that comes too late.</summary>
    public bool HasBegun => _stage != null;

    /// <summary>The id of a person whom the scenario knows.</summary>
    /// <exception cref="StepFailedException">It knows no such person.</exception>
    public string Known(string staff)
    {
        return Roster.Staff.Exists(entry => string.Equals(entry.Id, staff, StringComparison.Ordinal))
            ? staff
            : throw new StepFailedException($"there is no staff {staff}; there are {string.Join(", ", Roster.Staff.Select(entry => entry.Id))}");
    }

    /// <summary>The bytes of a badge's UID.</summary>
    /// <exception cref="StepFailedException">It is none.</exception>
    public static byte[] Uid(string hex)
    {
        return hex.Length is 8 or 14 or 20 && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : throw new StepFailedException($"'{hex}' is no badge: write 4, 7 or 10 bytes in hex digits");
    }

    /// <summary>The badge of a person.</summary>
    public byte[] BadgeOf(string staff)
    {
        StaffEntry entry = Roster.Staff.Find(candidate => string.Equals(candidate.Id, Known(staff), StringComparison.Ordinal))!;
        return entry.Badges.Count == 0 ? throw new StepFailedException($"{staff} has no badge") : Uid(entry.Badges[0]);
    }

    /// <summary>Lets time run to a civil time as a step writes it.</summary>
    /// <exception cref="StepFailedException">It is over.</exception>
    public void RunTo(string time)
    {
        DateTimeOffset moment = Next(time);
        if (moment < Stage.Now - Slack)
        {
            throw new StepFailedException($"'{time}' is over: it is {Instant.FromDateTimeOffset(Stage.Now).InZone(Zone).LocalDateTime:uuuu'-'MM'-'dd HH':'mm':'ss} by now");
        }

        Stage.RunTo(moment);
    }

    /// <summary>The moment of a civil time: the next such one, the present one included; with a day, that one.</summary>
    public DateTimeOffset Next(string time)
    {
        if (RosterModel.ParseCivil(time) is { } exact)
        {
            return exact.InZoneLeniently(Zone).ToDateTimeOffset();
        }

        LocalTime wanted = TimeOfDay(time, out bool toTheMinute);
        LocalDateTime now = Instant.FromDateTimeOffset(Stage.Now).InZone(Zone).LocalDateTime;
        LocalDateTime today = now.Date + wanted;

        Period slack = Period.FromTicks((toTheMinute ? Slack : SlackOfSecond).Ticks);
        LocalDateTime next = today + slack >= now ? today : today.PlusDays(1);
        return next.InZoneLeniently(Zone).ToDateTimeOffset();
    }

    /// <summary>The moment of a civil time on the current day.</summary>
    public DateTimeOffset Today(string time)
    {
        if (RosterModel.ParseCivil(time) is { } exact)
        {
            return exact.InZoneLeniently(Zone).ToDateTimeOffset();
        }

        LocalDate day = Instant.FromDateTimeOffset(Stage.Now).InZone(Zone).Date;
        return (day + TimeOfDay(time, out _)).InZoneLeniently(Zone).ToDateTimeOffset();
    }

    /// <inheritdoc/>
    public void Dispose() => _stage?.Dispose();

    private static LocalTime TimeOfDay(string time, out bool toTheMinute)
    {
        ParseResult<LocalTime> minute = HourMinute.Parse(time);
        toTheMinute = minute.Success;
        if (minute.Success)
        {
            return minute.Value;
        }

        ParseResult<LocalTime> second = HourMinuteSecond.Parse(time);
        return second.Success ? second.Value : throw new StepFailedException($"'{time}' is no time: write HH:mm, HH:mm:ss or yyyy-MM-dd HH:mm");
    }

    private Stage Set()
    {
        if (Terminals.Count == 0)
        {
            Terminals.Add(("T1", "hotline"));
        }

        // Shifts and rotations that name no post are of the first terminal's, wherever the terminals are given.
        foreach (ShiftEntry shift in Roster.Shifts.Where(shift => shift.Post.Length == 0))
        {
            shift.Post = Terminals[0].Post;
        }

        foreach (RotationEntry rotation in Roster.Rotations.Where(rotation => rotation.Post.Length == 0))
        {
            rotation.Post = Terminals[0].Post;
        }

        foreach (string post in Terminals.Select(terminal => terminal.Post).Concat(Roster.Shifts.Select(shift => shift.Post)).Concat(Roster.Rotations.Select(rotation => rotation.Post)).Distinct(StringComparer.Ordinal))
        {
            if (Roster.Posts.TrueForAll(entry => !string.Equals(entry.Id, post, StringComparison.Ordinal)))
            {
                Roster.Posts.Add(new PostEntry { Id = post, Name = post, Pack = Pack, Parameters = new Dictionary<string, string>(Overrides, StringComparer.Ordinal) });
            }
        }

        foreach (PostEntry post in Roster.Posts)
        {
            post.Sheets = SpeaksOfSheets && !SheetsAreComplete;
        }

        RosterModel model = Model();
        TerminalRegister terminals = MakeTerminals();
        DateTimeOffset begin = Beginning(model);
        Arrival[] arrivals = Arrivals(model, begin).OrderBy(arrival => arrival.At).ToArray();
        DateTimeOffset start = (arrivals.Length > 0 && arrivals[0].At < begin ? arrivals[0].At : begin) - BootTime;
        var stage = new Stage(Roster, terminals, start, print);
        foreach (Arrival arrival in arrivals)
        {
            stage.RunTo(arrival.At);
            stage.Tap(HandoverTerminalOf(terminals, arrival.Post), BadgeOf(arrival.Staff));
        }

        stage.RunTo(begin);
        try
        {
            foreach (Arrival arrival in arrivals)
            {
                Check(arrival, stage.JournalOf(HandoverTerminalOf(terminals, arrival.Post)).State());
            }
        }
        catch
        {
            stage.Dispose();
            throw;
        }

        return stage;
    }

    private static string HandoverTerminalOf(TerminalRegister terminals, string post)
    {
        return terminals.Terminals.First(terminal => terminal.Handover && string.Equals(terminal.Post, post, StringComparison.Ordinal)).Id;
    }

    // A Given that the rules do not allow would let a scenario show something else than it says.
    private static void Check(Arrival arrival, DutyState state)
    {
        if (arrival.Holds && !string.Equals(state.Holder, arrival.Staff, StringComparison.Ordinal))
        {
            throw new StepFailedException($"{arrival.Staff} cannot hold the duty of {arrival.Post}: '{state.Holder}' does after the tap at {arrival.At:u}");
        }

        if (!arrival.Holds && state.InOf(arrival.Staff) == null)
        {
            throw new StepFailedException($"{arrival.Staff} cannot be in at {arrival.Post}: the tap at {arrival.At:u} was no clock-in");
        }
    }

    private RosterModel Model()
    {
        try
        {
            return RosterModel.Of(Roster);
        }
        catch (RosterException exception)
        {
            throw new StepFailedException(exception.Message);
        }
    }

    private DateTimeOffset Beginning(RosterModel model)
    {
        if (_time.Length > 0)
        {
            LocalDateTime civil = RosterModel.ParseCivil(_time) ?? throw new StepFailedException($"'{_time}' is no time with a day: write yyyy-MM-dd HH:mm");
            return model.Moment(civil);
        }

        string[] people = [.. _holders, .. _present];
        ShiftEntry? first = Roster.Shifts.OrderBy(shift => shift.Start, StringComparer.Ordinal)
            .FirstOrDefault(shift => people.Length == 0 || people.Contains(shift.Leader, StringComparer.Ordinal) || shift.Deputies.Concat(shift.Crew).Any(staff => people.Contains(staff, StringComparer.Ordinal)));
        return first == null ? model.Moment(new LocalDateTime(2026, 3, 1, 8, 0)) : model.Moment(RosterModel.ParseCivil(first.Start)!.Value).AddMinutes(people.Length == 0 ? -30 : 0);
    }

    // Those who are there already came at the required arrival of their shift, a few seconds apart, as there is one reader: the holder first, or a deputy would
    // take the duty, and the last of them just in time.
    private IEnumerable<Arrival> Arrivals(RosterModel model, DateTimeOffset begin)
    {
        string[] people = [.. _holders, .. _present];
        for (int i = 0; i < people.Length; i++)
        {
            string staff = Known(people[i]);
            bool holds = i < _holders.Count;
            RosterShift? shift = ShiftOf(model, staff, holds, begin);
            if (shift == null)
            {
                yield return holds
                    ? throw new StepFailedException($"{staff} is entitled to no shift that covers {begin:u}, so he cannot hold the duty")
                    : new Arrival(staff, Terminals[0].Post, begin - LeadOfUnrostered - (BetweenArrivals * (people.Length - 1 - i)), false);
                continue;
            }

            int lead = model.PolicyOf(shift.Post).Number("requiredLeadMin");

            // Who is on the shift before, too, would at the required arrival come for that one.
            bool both = model.Shifts(shift.Post, shift.Start.AddHours(-36), shift.Start)
                .Any(before => before.Start < shift.Start && before.End > shift.Start.AddMinutes(-lead) && before.People.Contains(staff, StringComparer.Ordinal));
            yield return new Arrival(staff, shift.Post, both ? shift.Start : shift.Start.AddMinutes(-lead) - (BetweenArrivals * (people.Length - 1 - i)), holds);
        }
    }

    // The shift of a person that covers the moment, or else the one that he has to be in for by then, at whatever post.
    private RosterShift? ShiftOf(RosterModel model, string staff, bool entitled, DateTimeOffset moment)
    {
        return Terminals.Select(terminal => terminal.Post).Distinct(StringComparer.Ordinal)
            .SelectMany(post => model.Shifts(post, moment.AddHours(-36), moment.AddHours(4)))
            .Where(shift => shift.Start.AddMinutes(-model.PolicyOf(shift.Post).Number("requiredLeadMin")) <= moment && shift.End > moment)
            .Where(shift => entitled ? Entitlement.Of(model, shift).Holders.Contains(staff, StringComparer.Ordinal) : shift.People.Contains(staff, StringComparer.Ordinal))
            .OrderBy(shift => shift.Start).FirstOrDefault();
    }

    private TerminalRegister MakeTerminals()
    {
        var posts = new HashSet<string>(StringComparer.Ordinal);

        // Keys need not be secret here, but they must be the same in every run.
        return new TerminalRegister(new string('5', 64), Terminals.Select((terminal, index) => new TerminalEntry
        {
            Id = terminal.Id,
            Post = terminal.Post,
            Handover = posts.Add(terminal.Post),
            Key = (index + 1).ToString("x64", CultureInfo.InvariantCulture),
        }));
    }

    private sealed record Arrival(string Staff, string Post, DateTimeOffset At, bool Holds);
}
