using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Wall;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>
/// The newest board for each kind of reader, made once at a change however many look at it: what one of them has asked for the others are given, and of the cards only those are made
/// anew on which something is to be seen otherwise.
/// </summary>
public sealed class BoardFeed
{
    // No post has an id like these.
    private const string Alarms = "/alarms", Notices = "/notices", Records = "/records";

    // Minutes move on, and health is no change that anybody is told of.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly BridgeCore _core;
    private readonly Pages _pages;
    private readonly ConcurrentDictionary<BoardReader, Screen> _screens = new();
    private long _changes;

    /// <summary>The feed of a bridge.</summary>
    public BoardFeed(BridgeCore core, Pages pages)
    {
        _core = core;
        _pages = pages;
        core.Changed += () => Interlocked.Increment(ref _changes);
    }

    /// <summary>How many cards it has made, to be looked at.</summary>
    public long CardsMade { get; private set; }

    /// <summary>Whether a part stands beside the cards.</summary>
    internal static bool IsBeside(Part part) => part.Key is Alarms or Notices or Records;

    /// <summary>The newest moment for a reader.</summary>
    public async Task<PartsMoment> LatestAsync(BoardReader reader)
    {
        Screen screen = _screens.GetOrAdd(reader, _ => new Screen());
        await screen.Gate.WaitAsync();
        try
        {
            // What was just appended is folded by that, so that whoever has done something finds it done.
            _core.Read((_, _) => true);
            (long Changes, long Position) changes = (Interlocked.Read(ref _changes), _core.LastPosition);
            DateTimeOffset now = _core.Time.GetUtcNow();
            if (screen.Moment == null || screen.Changes != changes || now >= screen.MadeAt + Fresh)
            {
                screen.Moment = await MakeAsync(reader, screen);
                screen.Changes = changes;
                screen.MadeAt = now;
            }

            return screen.Moment;
        }
        finally
        {
            screen.Gate.Release();
        }
    }

    private async Task<PartsMoment> MakeAsync(BoardReader reader, Screen screen)
    {
        var view = BoardView.Of(reader.T, _core, reader.ReadsRecords);
        PostCard[] changed = [.. view.Posts.Where(card => !(screen.Cards.TryGetValue(card.Post, out PostCard? known) && known == card))];
        var wanted = new List<(string Key, Type Component, (string Name, object? Value)[] Parameters)> { (Alarms, typeof(BoardAlarms), [("View", view), ("T", reader.T), ("IsWall", reader.IsWall)]) };
        wanted.AddRange(changed.Select(card => (card.Post, reader.IsWall ? typeof(WallCard) : typeof(PostCardPart), new (string, object?)[] { ("Card", card), ("Reader", reader) })));
        if (!reader.IsWall)
        {
            wanted.Add((Notices, typeof(BoardNotices), [("View", view), ("Reader", reader)]));
        }

        if (reader.ReadsRecords)
        {
            wanted.Add((Records, typeof(RecordsTable), [("Records", view.Records), ("Title", reader.T["board.newest"]), ("T", reader.T)]));
        }

        IReadOnlyList<string> html = await _pages.RenderEachAsync(wanted.Select(part => (part.Component, part.Parameters)));
        var parts = new Dictionary<string, Part>(screen.Parts, StringComparer.Ordinal);
        foreach ((string key, string made) in wanted.Select((part, index) => (part.Key, html[index])))
        {
            if (!(parts.TryGetValue(key, out Part? known) && string.Equals(known.Html, made, StringComparison.Ordinal)))
            {
                parts[key] = new Part(key, made);
            }
        }

        CardsMade += changed.Length;
        screen.Cards = view.Posts.ToDictionary(card => card.Post, StringComparer.Ordinal);
        screen.Parts = parts;
        string[] order = [Alarms, .. view.Posts.Select(card => card.Post), Notices, Records];
        return new PartsMoment(view.Now, [.. order.Where(parts.ContainsKey).Select(key => parts[key])], all => _pages.RenderAsync<BoardParts>(("Parts", all), ("T", reader.T)));
    }

    // One reader's.
    private sealed class Screen
    {
        internal SemaphoreSlim Gate { get; } = new(1);

        internal PartsMoment? Moment { get; set; }

        internal (long Changes, long Position) Changes { get; set; }

        internal DateTimeOffset MadeAt { get; set; }

        internal Dictionary<string, PostCard> Cards { get; set; } = new(StringComparer.Ordinal);

        internal Dictionary<string, Part> Parts { get; set; } = new(StringComparer.Ordinal);
    }
}
