using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>One line of the delivery log.</summary>
/// <param name="Id">The id of the delivery.</param>
/// <param name="Channel">The id of its channel.</param>
/// <param name="Position">The place of the notice in the log.</param>
/// <param name="Priority">The priority of the notice.</param>
/// <param name="SentAt">When the notice was sent in the house.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>failed</c> or <c>dropped</c>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Due">When it is tried next, while it waits.</param>
/// <param name="TriedAt">When it was tried last; null: it was not.</param>
/// <param name="Status">The receiver's number at the last attempt.</param>
/// <param name="Words">How the last attempt ended.</param>
public sealed record DeliveryLine(string Id, string Channel, long Position, Priority Priority, DateTimeOffset SentAt, string State, int Attempts, DateTimeOffset Due, DateTimeOffset? TriedAt, long Status, string Words);

/// <summary>What is written of a delivery: a new state, and what it is to be counted as.</summary>
/// <param name="Id">The id of the delivery.</param>
/// <param name="State">The state from now on.</param>
/// <param name="Attempts">How often it was tried by now.</param>
/// <param name="Due">When it is tried again, while it waits.</param>
/// <param name="Status">The receiver's number.</param>
/// <param name="Words">Why.</param>
public sealed record DeliveryChange(string Id, string State, int Attempts, DateTimeOffset Due, long Status, string Words);

/// <summary>
/// Channels and deliveries in the database. Several bridges share it: notices are handed to the channels by whoever is first to move the one cursor, and a
/// channel is sent to by the bridge that has claimed it, for as long as it renews its claim. A bridge that was killed after a receiver took a message and
/// before that was written is the only cause of a message that comes twice, and then it has the same id.
/// </summary>
public sealed class DeliveryStore(Database database, MasterKey master)
{
    /// <summary>How long a claim lasts that is not renewed: a killed bridge delays nothing by more.</summary>
    public static readonly TimeSpan ClaimSpan = TimeSpan.FromSeconds(6);

    private const int MostAtOnce = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private static readonly TimeSpan RecentSpan = TimeSpan.FromMinutes(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>
    /// Seals the secrets of a time before for their receivers, as they stand: at the first change instead, another hand could have pointed the channel elsewhere before it. Those that
    /// cannot be opened are lost already, and stay so.
    /// </summary>
    internal static void Bind(Work work, MasterKey master)
    {
        foreach ((string id, string settings, byte[] secrets) in work.Query("SELECT id, settings, secrets FROM channel", row => (row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2))))
        {
            if (master.Open(secrets, $"channel/{id}") is { } plain)
            {
                work.Execute("UPDATE channel SET secrets = @secrets WHERE id = @id", ("@secrets", master.Seal(plain, Purpose(id, Read(settings)))), ("@id", id));
            }
        }
    }

    /// <summary>Every channel, by name.</summary>
    public IReadOnlyList<Channel> Channels() => database.Read(work => work.Query("SELECT id, settings, secrets FROM channel ORDER BY name", row => Open(row.GetString(0), row.GetString(1), (byte[])row.GetValue(2))));

    /// <summary>A channel; null: there is none of this id.</summary>
    public Channel? Find(string id) => database.Read(work => work.Query("SELECT id, settings, secrets FROM channel WHERE id = @id", row => Open(row.GetString(0), row.GetString(1), (byte[])row.GetValue(2)), ("@id", id)).FirstOrDefault());

    /// <summary>Keeps a new channel, or one that has changed. False: another channel has its name.</summary>
    public bool Keep(Channel channel)
    {
        return database.Write(work =>
        {
            if (work.Number("SELECT count(*) FROM channel WHERE name = @name AND id <> @id", ("@name", channel.Settings.Name), ("@id", channel.Id)) > 0)
            {
                return false;
            }

            work.Execute(
                """
                INSERT INTO channel(id, name, settings, secrets, recent, paused, claimed_by, claimed_until) VALUES(@id, @name, @settings, @secrets, '', 0, '', 0)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings, secrets = excluded.secrets, paused = 0
                """,
                ("@id", channel.Id),
                ("@name", channel.Settings.Name),
                ("@settings", JsonSerializer.Serialize(channel.Settings, Json)),
                ("@secrets", master.Seal(JsonSerializer.SerializeToUtf8Bytes(channel.Secrets, Json), Purpose(channel.Id, channel.Settings))));
            return true;
        });
    }

    /// <summary>Removes a channel; what waits for it is dropped. False: there is none of this id.</summary>
    public bool Remove(string id)
    {
        return database.Write(work =>
        {
            work.Execute("UPDATE delivery SET state = 'dropped', words = 'the channel was removed' WHERE channel = @id AND state = 'waiting'", ("@id", id));
            return work.Execute("DELETE FROM channel WHERE id = @id", ("@id", id)) == 1;
        });
    }

    /// <summary>The place in the log up to which notices were handed to the channels.</summary>
    public long Cursor() => database.Read(work => work.Number("SELECT position FROM delivery_head WHERE one = 1"));

    /// <summary>
    /// Hands notices to every channel that wants them, and moves the cursor behind them. Of those that another bridge was quicker with nothing is handed out
    /// twice. Returns where the cursor stands.
    /// </summary>
    public long HandOut(IReadOnlyList<SentNotice> notices)
    {
        return database.Write(work =>
        {
            long reached = notices[^1].Position;
            long cursor = work.Number("SELECT position FROM delivery_head WHERE one = 1");
            if (cursor >= reached)
            {
                return cursor;
            }

            if (work.Execute("UPDATE delivery_head SET position = @reached WHERE one = 1 AND position = @cursor", ("@reached", reached), ("@cursor", cursor)) == 0)
            {
                // Another bridge has moved it in this very moment; what it has left is handed out at the next step.
                return cursor;
            }

            List<Channel> channels = work.Query("SELECT id, settings FROM channel", row => new Channel(row.GetString(0), Read(row.GetString(1)), new ChannelSecrets()));
            object?[][] rows =
            [
                .. notices.Where(sent => sent.Position > cursor).SelectMany(sent => channels.Where(channel => DeliveryPlan.Wants(channel, sent.Notice)).Select(channel => new object?[]
                {
                    IdOf(channel.Id, sent), channel.Id, sent.Position, (long)Priorities.Of(sent.Notice), sent.SentAt.ToUnixTimeMilliseconds(),
                })),
            ];
            work.ExecuteEach(
                """
                INSERT INTO delivery(id, channel, position, priority, sent, state, attempts, due, tried, status, words) VALUES(@id, @channel, @position, @priority, @sent, 'waiting', 0, @sent, 0, 0, '')
                ON CONFLICT (id) DO NOTHING
                """,
                ["@id", "@channel", "@position", "@priority", "@sent"],
                rows);
            return reached;
        });
    }

    /// <summary>The channels for which something waits, and when it is due.</summary>
    public IReadOnlyList<(string Channel, DateTimeOffset Due)> Due()
    {
        return database.Read(work => work.Query(
            "SELECT delivery.channel, min(due), paused FROM delivery JOIN channel ON channel.id = delivery.channel WHERE state = 'waiting' GROUP BY delivery.channel, paused",
            row => (row.GetString(0), Moment(Math.Max(row.GetInt64(1), row.GetInt64(2))))));
    }

    /// <summary>Claims a channel for a bridge: nobody else sends to it meanwhile. Null: another bridge has it, or it was removed.</summary>
    public (Channel Channel, IReadOnlyList<DateTimeOffset> Recent)? Claim(string id, string owner)
    {
        return database.Write<(Channel, IReadOnlyList<DateTimeOffset>)?>(work =>
        {
            int won = work.Execute(
                $"UPDATE channel SET claimed_by = @owner, claimed_until = {database.NowSql} + @span WHERE id = @id AND (claimed_by = '' OR claimed_by = @owner OR claimed_until < {database.NowSql})",
                ("@owner", owner),
                ("@span", (long)ClaimSpan.TotalMilliseconds),
                ("@id", id));
            return won == 0 ? null : work.Query("SELECT settings, secrets, recent FROM channel WHERE id = @id", row => (Open(id, row.GetString(0), (byte[])row.GetValue(1)), Moments(row.GetString(2))), ("@id", id))[0];
        });
    }

    /// <summary>Renews every claim of a bridge.</summary>
    public void Renew(string owner) => database.Write(work => work.Execute($"UPDATE channel SET claimed_until = {database.NowSql} + @span WHERE claimed_by = @owner", ("@span", (long)ClaimSpan.TotalMilliseconds), ("@owner", owner)));

    /// <summary>Gives up every claim of bridges that ran on a database that nobody shares: whoever had them is gone.</summary>
    public void ForgetClaims()
    {
        if (!database.IsShared)
        {
            database.Write(work => work.Execute("UPDATE channel SET claimed_by = '', claimed_until = 0"));
        }
    }

    /// <summary>What is due for a channel, alarms and what was tried least first.</summary>
    public IReadOnlyList<DeliveryLine> Waiting(string channel, DateTimeOffset now)
    {
        return database.Read(work => work.Query(
            $"SELECT {Columns} FROM delivery WHERE state = 'waiting' AND channel = @channel AND due <= @now ORDER BY priority DESC, attempts, position LIMIT {MostAtOnce}",
            Line,
            ("@channel", channel),
            ("@now", now.ToUnixTimeMilliseconds())));
    }

    /// <summary>Writes what a plan leaves for later or out, before its message is sent, and that a message is sent now.</summary>
    public void Begin(string channel, IReadOnlyList<DeliveryChange> changes, IReadOnlyList<DateTimeOffset> recent, DateTimeOffset? sending)
    {
        database.Write(work =>
        {
            Change(work, changes, null);
            if (sending is { } now)
            {
                Note(work, channel, recent, now);
            }
        });
    }

    /// <summary>Counts a message outside any plan against a channel's rate.</summary>
    public void Count(string channel, DateTimeOffset now)
    {
        database.Write(work =>
        {
            if (work.Scalar("SELECT recent FROM channel WHERE id = @id", ("@id", channel)) is string recent)
            {
                Note(work, channel, Moments(recent), now);
            }
        });
    }

    /// <summary>Writes what became of a message, and gives the channel's claim back.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="owner">The bridge that has it claimed.</param>
    /// <param name="changes">What became of each delivery.</param>
    /// <param name="paused">Until when the receiver wants nothing; null: it does not say.</param>
    /// <param name="now">When it was tried.</param>
    public void Settle(string channel, string owner, IReadOnlyList<DeliveryChange> changes, DateTimeOffset? paused, DateTimeOffset now)
    {
        database.Write(work =>
        {
            Change(work, changes, now);
            if (paused is { } until)
            {
                work.Execute("UPDATE channel SET paused = @until WHERE id = @id", ("@until", until.ToUnixTimeMilliseconds()), ("@id", channel));
            }

            work.Execute("UPDATE channel SET claimed_by = '', claimed_until = 0 WHERE id = @id AND claimed_by = @owner", ("@id", channel), ("@owner", owner));
        });
    }

    /// <summary>The delivery log, newest notice first.</summary>
    /// <param name="channel">Of one channel; null: of all.</param>
    /// <param name="state">In one state; null: in any.</param>
    /// <param name="before">Of notices before this place in the log.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<DeliveryLine> Read(string? channel, string? state, long before, int most)
    {
        return database.Read(work => work.Query(
            $"SELECT {Columns} FROM delivery WHERE position < @before AND (@channel = '' OR channel = @channel) AND (@state = '' OR state = @state) ORDER BY position DESC, id LIMIT @most",
            Line,
            ("@before", before),
            ("@channel", channel ?? ""),
            ("@state", state ?? ""),
            ("@most", (long)most)));
    }

    /// <summary>Forgets what was settled for longer than ninety days.</summary>
    public void Forget(DateTimeOffset now) => database.Write(work => work.Execute("DELETE FROM delivery WHERE state <> 'waiting' AND sent < @until", ("@until", (now - Kept).ToUnixTimeMilliseconds())));

    /// <summary>A new id for a channel.</summary>
    public static string NewId() => "c" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    private const string Columns = "id, channel, position, priority, sent, state, attempts, due, tried, status, words";

    // It follows from channel and notice, so whichever bridge hands the notice out gives it the same id.
    private static string IdOf(string channel, SentNotice sent)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{channel}\n{sent.Position}\n{sent.Notice.Key}")));
        return Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    private static void Change(Work work, IReadOnlyList<DeliveryChange> changes, DateTimeOffset? tried)
    {
        // A message that was sent under a claim that had lapsed may be settled already: what was delivered stays so.
        work.ExecuteEach(
            "UPDATE delivery SET state = @state, attempts = @attempts, due = @due, tried = CASE WHEN @tried > 0 THEN @tried ELSE tried END, status = @status, words = @words WHERE id = @id AND state = 'waiting'",
            ["@state", "@attempts", "@due", "@tried", "@status", "@words", "@id"],
            [.. changes.Select(change => new object?[] { change.State, (long)change.Attempts, change.Due.ToUnixTimeMilliseconds(), tried?.ToUnixTimeMilliseconds() ?? 0L, change.Status, change.Words, change.Id })]);
    }

    private static void Note(Work work, string channel, IReadOnlyList<DateTimeOffset> recent, DateTimeOffset now)
    {
        string kept = string.Join(',', recent.Where(sent => sent > now - RecentSpan).Append(now).Select(sent => sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        work.Execute("UPDATE channel SET recent = @recent WHERE id = @id", ("@recent", kept), ("@id", channel));
    }

    private static DeliveryLine Line(System.Data.Common.DbDataReader row)
    {
        long tried = row.GetInt64(8);
        return new DeliveryLine(
            row.GetString(0),
            row.GetString(1),
            row.GetInt64(2),
            (Priority)row.GetInt64(3),
            Moment(row.GetInt64(4)),
            row.GetString(5),
            (int)row.GetInt64(6),
            Moment(row.GetInt64(7)),
            tried == 0 ? null : Moment(tried),
            row.GetInt64(9),
            row.GetString(10));
    }

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset[] Moments(string recent) => [.. recent.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(sent => Moment(long.Parse(sent, CultureInfo.InvariantCulture)))];

    private static ChannelSettings Read(string settings) => JsonSerializer.Deserialize<ChannelSettings>(settings, Json) ?? throw new JsonException("A channel has no settings.");

    // Secrets are sealed for their receiver: whoever can write to the database and points the channel at a receiver of his own makes them unreadable by that. A text has its length before
    // it, so that nothing can be moved from one to the next.
    private static string Purpose(string id, ChannelSettings settings)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"channel/{id}/{settings.Kind}/{settings.Security}/{settings.Port}/{settings.Address.Length}:{settings.Address}/{settings.Host.Length}:{settings.Host}");
    }

    private Channel Open(string id, string text, byte[] secrets)
    {
        ChannelSettings settings = Read(text);
        ChannelSecrets? opened = master.Open(secrets, Purpose(id, settings)) is { } plain ? JsonSerializer.Deserialize<ChannelSecrets>(plain, Json) : null;
        return new Channel(id, settings, opened ?? new ChannelSecrets(IsLost: true));
    }
}
