using System;
using System.Net.Sockets;
using MailKit.Security;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>What became of one attempt to deliver.</summary>
public enum OutcomeKind
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>It has not, and may have it at another time: it was busy, away, or too slow.</summary>
    Retry,

    /// <summary>It takes nothing more for now, of whatever is sent to this channel.</summary>
    RateLimited,

    /// <summary>It will never take it as it is: the channel's settings are wrong.</summary>
    Refused,
}

/// <summary>How one attempt ended.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Status">The receiver's own number: of HTTP or SMTP, or a robot's error code; 0: there was no answer.</param>
/// <param name="Words">Why, in a sentence that names no secret.</param>
/// <param name="RetryAfter">How long the receiver wants to be left alone; null: it does not say.</param>
public sealed record Outcome(OutcomeKind Kind, long Status, string Words, TimeSpan? RetryAfter = null)
{
    private const int LongestWords = 300;

    /// <summary>
    /// Why it was not delivered, in a word, for whoever does not read English: <c>name</c> (nobody knows the host by its name), <c>connect</c>, <c>tls</c>, <c>slow</c>, <c>private</c> (a setting of the bridge
    /// forbids it), <c>sign-in</c>, <c>secrets</c> (they are lost), <c>nobody</c> (is to have it), <c>broken</c> (the connection); empty: the receiver has answered, and its own number says it.
    /// </summary>
    public string Cause { get; init; } = "";

    /// <summary>The cause that an exception tells of.</summary>
    public static string CauseOf(Exception exception)
    {
        for (Exception? inner = exception; inner != null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return "name";
                case SocketException { SocketErrorCode: SocketError.TimedOut }:
                    return "slow";
                case SocketException:
                    return "connect";
                case System.Security.Authentication.AuthenticationException or SslHandshakeException:
                    return "tls";
            }
        }

        return "broken";
    }

    /// <summary>What a receiver says of itself, cut to what a log line may hold, without control characters.</summary>
    public static string Plain(string said)
    {
        char[] kept = said.Length > LongestWords ? said[..LongestWords].ToCharArray() : said.ToCharArray();
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = char.IsControl(kept[i]) ? ' ' : kept[i];
        }

        return new string(kept).Trim();
    }
}
