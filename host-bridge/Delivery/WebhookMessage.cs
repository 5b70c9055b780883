using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Web;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>One POST.</summary>
/// <param name="Address">The whole address, which holds secrets.</param>
/// <param name="Body">The JSON body.</param>
/// <param name="Headers">The headers beside those of the body.</param>
public sealed record Post(Uri Address, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>
/// The generic webhook: one notice a POST, as JSON, signed. <c>version</c> is 1; members may be added within it. <c>event</c> is <c>notice</c> or
/// <c>test</c>; <c>delivery</c> is the same at every attempt, so that a receiver can leave out what it has. The receiver checks
/// <c>X-DutyKiosk-Signature: t=SECONDS,v1=HEX</c>: HMAC-SHA256 under the channel's secret over t, a full stop and the bytes of the body, and refuses a t
/// that is more than five minutes away. Any status from 200 to 299 says that it has it; 408, 429 and 5xx that it wants it again, with
/// <c>Retry-After</c> where it knows when; any other that it never will.
/// </summary>
public static class WebhookMessage
{
    /// <summary>The header of the signature.</summary>
    public const string SignatureHeader = "X-DutyKiosk-Signature";

    /// <summary>The header of the delivery's id.</summary>
    public const string DeliveryHeader = "X-DutyKiosk-Delivery";

    private const int LongestSignature = 200;
    private const long MostSignatureSeconds = 300;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The POST of a message, signed at a moment.</summary>
    public static Post Of(Channel channel, Message message, DateTimeOffset now)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(Body(message), Json);
        string address = channel.Secrets.Token.Length > 0 ? $"{channel.Settings.Address}?{channel.Secrets.Token}" : channel.Settings.Address;
        return new Post(new Uri(address), body, [(DeliveryHeader, message.Id), (SignatureHeader, Signature(channel.Secrets.Signing, body, now))]);
    }

    /// <summary>Whether a header is the signature of a body, made in the last five minutes or, as clocks differ, the next.</summary>
    public static bool IsSignature(string header, string secret, byte[] body, DateTimeOffset now)
    {
        string[] parts = header.Length <= LongestSignature ? header.Split(',', 2) : [];
        return parts.Length == 2 && parts[0].StartsWith("t=", StringComparison.Ordinal) && long.TryParse(parts[0].AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= MostSignatureSeconds
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature(secret, body, DateTimeOffset.FromUnixTimeSeconds(seconds))), Encoding.UTF8.GetBytes(header));
    }

    /// <summary>The signature of a body at a moment.</summary>
    public static string Signature(string secret, byte[] body, DateTimeOffset now)
    {
        long seconds = now.ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.")), .. body];
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
    }

    private static NoticeBody Body(Message message)
    {
        SentNotice sent = message.Notices[0];
        Notice notice = sent.Notice;
        Named? Name(string id, Func<string, string> name) => id.Length == 0 ? null : new Named(id, name(id));
        return new NoticeBody(
            1,
            message.Id,
            message.IsTest ? "test" : "notice",
            sent.Position,
            notice.Key,
            notice.Topic,
            Priorities.Of(notice).Word(),
            notice.Level,
            Name(notice.Post, post => PostOrder.NameOf(message.Roster, post)),
            notice.Terminal.Length == 0 ? null : notice.Terminal,
            Name(notice.Staff, message.Roster.NameOf),
            [.. notice.To.Select(id => new Named(id, message.Roster.NameOf(id)))],
            notice.Cause.Length == 0 ? null : notice.Cause,
            notice.Count,
            notice.At.UtcDateTime,
            sent.SentAt.UtcDateTime,
            message.Plain);
    }

    private sealed record Named(string Id, string Name);

    private sealed record NoticeBody(
        int Version, string Delivery, string Event, long Position, string Key, string Topic, string Priority, int Level, Named? Post, string? Terminal, Named? Staff, Named[] To, string? Cause, int Count, DateTime At, DateTime SentAt, string Text);
}
