using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;
using Prometheus;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>
/// Follows the notices of the log and has them delivered to every channel that wants them, each once. A step hands out what is new, writes what became of
/// what was sent, and starts what is due: at most one message at a time for each channel, so a receiver that is slow keeps no other one waiting. Sending
/// alone is done beside the step; everything else, and every word to the database, is done in it.
/// </summary>
public sealed class DeliveryDesk : IAsyncDisposable
{
    private static readonly Counter Messages = Metrics.CreateCounter("dutykiosk_delivery_messages_total", "Messages to channels by what became of them.", "kind", "outcome");
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewEach = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForgetEach = TimeSpan.FromHours(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    // A bridge steps as often as records come in, and what others have handed out need not be asked for as often.
    private static readonly TimeSpan LookEach = TimeSpan.FromSeconds(1);

    private readonly BridgeCore _core;
    private readonly DeliveryStore _store;
    private readonly ChannelSender _sender;
    private readonly string _owner;
    private readonly Action _wake;
    private readonly Func<double> _jitter;
    private readonly DeliveryPolicy _policy = DeliveryPolicy.Usual;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, Task> _sending = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Ended> _ended = new();
    private long _cursor = -1;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _look = DateTimeOffset.MinValue;
    private DateTimeOffset _renew = DateTimeOffset.MinValue;
    private DateTimeOffset _forget = DateTimeOffset.MinValue;

    /// <summary>A desk for a bridge.</summary>
    /// <param name="core">The bridge, whose notices are followed and whose clock counts.</param>
    /// <param name="store">Where channels and deliveries stand.</param>
    /// <param name="sender">What sends.</param>
    /// <param name="owner">A name that no other bridge of the database has.</param>
    /// <param name="wake">Called when a message has ended and the next step has something to write.</param>
    /// <param name="jitter">Draws a number from 0 to 1; null: by chance.</param>
    public DeliveryDesk(BridgeCore core, DeliveryStore store, ChannelSender sender, string owner, Action wake, Func<double>? jitter = null)
    {
        foreach (ChannelKind kind in Enum.GetValues<ChannelKind>())
        {
            // An alarm on something that is absent never goes off.
            Array.ForEach(Enum.GetValues<OutcomeKind>(), outcome => Messages.WithLabels(kind.ToString(), outcome.ToString()));
        }

        _core = core;
        _store = store;
        _sender = sender;
        _owner = owner;
        _wake = wake;
        _jitter = jitter ?? (() => RandomNumberGenerator.GetInt32(1000) / 1000.0);
    }

    /// <summary>Where channels and deliveries stand.</summary>
    public DeliveryStore Store => _store;

    /// <summary>Whether something is being sent, or has ended and is not written yet.</summary>
    public bool IsSending => _sending.Count > 0;

    /// <summary>Ends when every message that is being sent has ended; the next step writes what became of them.</summary>
    public Task Settled => Task.WhenAll(_sending.Values);

    /// <summary>One step. Returns when the next one is due at the latest.</summary>
    public DateTimeOffset Step()
    {
        DateTimeOffset now = _core.Time.GetUtcNow();
        if (now < _next)
        {
            return _next;
        }

        try
        {
            if (_cursor < 0)
            {
                _store.ForgetClaims();
                _cursor = _store.Cursor();
            }

            bool news = HandOut();
            news |= WriteEnded();
            RenewClaims(now);
            if (!news && now < _look)
            {
                return _look;
            }

            SendDue(now);
            _look = now + LookEach;
            if (now >= _forget)
            {
                _forget = now + ForgetEach;
                _store.Forget(now);
            }

            return _look;
        }
        catch (Exception exception)
        {
            // The database is away, or another hand has written there what nobody can read. Nothing is lost: what was handed out waits, what was sent is written as
            // soon as something can be written, and the bridge goes on without its channels.
            _next = now + PauseAfterFailure;
            _core.Faults.Note("Delivering notices", exception);
            return _next;
        }
    }

    /// <summary>Sends a test message to a channel at once, whatever its rate and quiet hours; null: there is no such channel.</summary>
    public async Task<Outcome?> TestAsync(string id, CancellationToken cancel)
    {
        if (_store.Find(id) is not { } channel)
        {
            return null;
        }

        DateTimeOffset now = _core.Time.GetUtcNow();
        _store.Count(id, now);
        string message = "test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Outcome outcome = await _sender.SendAsync(channel, Message.Test(message, _core.Read((room, _) => room.Roster), now), cancel);
        Messages.WithLabels(channel.Settings.Kind.ToString(), outcome.Kind.ToString()).Inc();
        return outcome;
    }

    /// <summary>Stops: what is being sent has two seconds more, and what has not ended then is sent again after the next start, under the same id.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(Settled, Task.Delay(StopPatience, TimeProvider.System));
        await _stop.CancelAsync();
        await Settled;
        try
        {
            WriteEnded();
        }
        catch (Exception exception)
        {
            // The bridge stops all the same; what could not be written is sent once more.
            _core.Faults.Note("Writing what was delivered", exception);
        }

        _stop.Dispose();
    }

    private bool HandOut()
    {
        long cursor = _cursor;
        IReadOnlyList<SentNotice> fresh = _core.Read((room, _) => room.Notices.Behind(cursor));
        if (fresh.Count > 0)
        {
            _cursor = _store.HandOut(fresh);
        }

        return fresh.Count > 0;
    }

    private bool WriteEnded()
    {
        bool any = false;
        while (_ended.TryPeek(out Ended? ended))
        {
            Write(ended);
            _ended.TryDequeue(out _);
            _sending.Remove(ended.Channel.Id);
            any = true;
        }

        return any;
    }

    private void Write(Ended ended)
    {
        if (ended.Outcome is not { } outcome)
        {
            _store.Settle(ended.Channel.Id, _owner, [], null, ended.At);
            return;
        }

        if (outcome.Kind == OutcomeKind.Refused)
        {
            TellFailed(ended.Channel, [.. ended.Message.Notices.Select(sent => sent.Notice)], ended.At);
        }

        DeliveryChange[] changes =
        [
            .. ended.Deliveries.Select(delivery => outcome.Kind switch
            {
                OutcomeKind.Delivered => Change(delivery, "delivered", ended.At),
                OutcomeKind.Refused => Change(delivery, "failed", ended.At),
                _ => Change(delivery, "waiting", ended.At + DeliveryPlan.Pause(_policy, delivery.Attempts + 1, outcome.RetryAfter, _jitter())),
            }),
        ];
        DateTimeOffset? paused = outcome.Kind == OutcomeKind.RateLimited ? ended.At + Rest(outcome.RetryAfter) : null;
        _store.Settle(ended.Channel.Id, _owner, changes, paused, ended.At);

        DeliveryChange Change(Waiting delivery, string state, DateTimeOffset due) => new(delivery.Id, state, delivery.Attempts + 1, due, outcome.Status, outcome.Words);
    }

    private TimeSpan Rest(TimeSpan? wanted) => wanted is not { } rest || rest < LeastRest ? LeastRest : rest > _policy.LongestPause ? _policy.LongestPause : rest;

    private void RenewClaims(DateTimeOffset now)
    {
        if (_sending.Count > 0 && now >= _renew)
        {
            _renew = now + RenewEach;
            _store.Renew(_owner);
        }
    }

    private void SendDue(DateTimeOffset now)
    {
        foreach ((string channel, DateTimeOffset due) in _store.Due())
        {
            if (due <= now && !_sending.ContainsKey(channel) && _store.Claim(channel, _owner) is { } claim)
            {
                Begin(claim.Channel, claim.Recent, now);
            }
        }
    }

    private void Begin(Channel channel, IReadOnlyList<DateTimeOffset> recent, DateTimeOffset now)
    {
        IReadOnlyList<DeliveryLine> lines = _store.Waiting(channel.Id, now);
        (DeliveryPlan plan, Message? message, Notice[] expired) = _core.Read((room, _) =>
        {
            // What another bridge has handed out and this one has not folded yet is the other's to send.
            Waiting[] due = [.. lines.Select(line => (Line: line, Sent: room.Notices.At(line.Position))).Where(pair => pair.Sent != null)
                .Select(pair => new Waiting(pair.Line.Id, pair.Line.Position, pair.Line.SentAt, pair.Line.Priority, pair.Line.Attempts, pair.Sent!.Acknowledged))];
            DeliveryPlan made = DeliveryPlan.Of(channel.Settings, due, recent, room.Roster, _policy, now);
            return (made, MessageOf(made, room), made.Expired.Select(delivery => room.Notices.At(delivery.Position)!.Notice).ToArray());
        });
        if (expired.Length > 0)
        {
            TellFailed(channel, expired, now);
        }

        DeliveryChange[] changes =
        [
            .. plan.Later.Select(later => Keep(later.Delivery, "waiting", later.Until, null)),
            .. plan.Dropped.Select(dropped => Keep(dropped.Delivery, "dropped", now, dropped.Why)),
            .. plan.Expired.Select(delivery => Keep(delivery, "failed", now, $"Given up after {delivery.Attempts} attempts; the last one: {lines.First(line => line.Id == delivery.Id).Words}")),
        ];
        _store.Begin(channel.Id, changes, recent, message == null ? null : now);
        if (message == null)
        {
            _store.Settle(channel.Id, _owner, [], null, now);
            return;
        }

        _sending[channel.Id] = Task.Run(() => SendAsync(channel, message, plan.Send), CancellationToken.None);

        DeliveryChange Keep(Waiting delivery, string state, DateTimeOffset due, string? why)
        {
            DeliveryLine line = lines.First(line => line.Id == delivery.Id);
            return new DeliveryChange(delivery.Id, state, delivery.Attempts, due, line.Status, why ?? line.Words);
        }
    }

    private static Message? MessageOf(DeliveryPlan plan, DutyRoom room)
    {
        return plan.Send.Count == 0 ? null : new Message(plan.Send[0].Id, [.. plan.Send.Select(delivery => room.Notices.At(delivery.Position)!)], room.Roster);
    }

    private async Task SendAsync(Channel channel, Message message, IReadOnlyList<Waiting> deliveries)
    {
        Outcome? outcome;
        try
        {
            outcome = await _sender.SendAsync(channel, message, _stop.Token);
            Messages.WithLabels(channel.Settings.Kind.ToString(), outcome.Kind.ToString()).Inc();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            outcome = null;
        }
        catch (Exception exception)
        {
            // Nobody has thought of it. The message is tried again, and no other channel suffers from it.
            outcome = new Outcome(OutcomeKind.Retry, 0, Outcome.Plain($"{exception.GetType().Name}: {exception.Message}")) { Cause = "broken" };
        }

        _ended.Enqueue(new Ended(channel, message, deliveries, outcome, _core.Time.GetUtcNow()));
        _wake();
    }

    // The notice is in the log before the delivery is written as failed: a kill in between tells it again, and the hour bars that.
    private void TellFailed(Channel channel, IReadOnlyList<Notice> failed, DateTimeOffset now)
    {
        if (_core.Read((room, _) => DeliveryFailed.Of(channel, failed, room.Notices, room.Roster, now)) is { } notice)
        {
            _core.Append(LogKind.Notice, "", JsonSerializer.SerializeToUtf8Bytes(notice));
        }
    }

    private sealed record Ended(Channel Channel, Message Message, IReadOnlyList<Waiting> Deliveries, Outcome? Outcome, DateTimeOffset At);
}
