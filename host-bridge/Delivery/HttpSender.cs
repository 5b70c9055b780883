using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>Asks other people's servers: no redirect is followed, no proxy and no cookie is used, the answer is bounded, and all of it takes ten seconds at most.</summary>
/// <param name="time">By whose clock it takes no longer.</param>
/// <param name="resolve">Asks for the addresses of a name; null: as this machine does.</param>
public sealed class HttpSender(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>The longest that one attempt takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>As much of an answer is read; the rest says nothing that is needed.</summary>
    public const int MostAnswerBytes = 64 * 1024;

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? ((host, cancel) => Dns.GetHostAddressesAsync(host, cancel));

    /// <summary>Posts, and says what became of it. <paramref name="judge"/> reads the body of an answer that is a success by its status.</summary>
    public Task<Outcome> PostAsync(Post post, Func<string, bool> mayBePrivate, Func<int, byte[], Outcome> judge, CancellationToken cancel)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, post.Address) { Content = new ByteArrayContent(post.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        foreach ((string name, string value) in post.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request, mayBePrivate, judge, cancel);
    }

    /// <summary>Gets an address, for nothing but its status.</summary>
    public Task<Outcome> GetAsync(Uri address, Func<string, bool> mayBePrivate, CancellationToken cancel)
    {
        return SendAsync(new HttpRequestMessage(HttpMethod.Get, address), mayBePrivate, (status, _) => new Outcome(OutcomeKind.Delivered, status, "ok"), cancel);
    }

    /// <summary>What a status other than success says, by RFC 9110.</summary>
    public static Outcome Judge(int status, TimeSpan? retryAfter) => status switch
    {
        (int)HttpStatusCode.TooManyRequests => new Outcome(OutcomeKind.RateLimited, status, "The receiver says: too many requests.", retryAfter ?? TimeSpan.FromMinutes(1)),
        (int)HttpStatusCode.ServiceUnavailable when retryAfter != null => new Outcome(OutcomeKind.RateLimited, status, "The receiver is not ready.", retryAfter),
        (int)HttpStatusCode.RequestTimeout => new Outcome(OutcomeKind.Retry, status, "The receiver has waited too long.", retryAfter),
        >= 500 => new Outcome(OutcomeKind.Retry, status, "The receiver has failed.", retryAfter),
        >= 300 and < 400 => new Outcome(OutcomeKind.Refused, status, "The receiver points to another address, which is not followed: write the final one."),
        _ => new Outcome(OutcomeKind.Refused, status, "The receiver refuses it: look at address, token and secret."),
    };

    private async Task<Outcome> SendAsync(HttpRequestMessage request, Func<string, bool> mayBePrivate, Func<int, byte[], Outcome> judge, CancellationToken cancel)
    {
        using HttpRequestMessage owned = request;
        string host = request.RequestUri!.IdnHost;
        if (request.RequestUri.Scheme is not "https" && !mayBePrivate(host))
        {
            return new Outcome(OutcomeKind.Refused, 0, $"{host} is not spoken to without TLS: write https, or name the host in the setting allowPrivate.") { Cause = "private" };
        }

        using var limit = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            // A connection is made for each message: kept ones would carry what is sent for one channel to a host that only another one allows.
            using SocketsHttpHandler handler = Handler(mayBePrivate);
            using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
            request.Headers.UserAgent.ParseAdd("DutyKiosk");
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            int status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode)
            {
                return Judge(status, RetryAfter(answer.Headers.RetryAfter));
            }

            return judge(status, await ReadAsync(answer.Content, end.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Outcome(OutcomeKind.Retry, 0, "No answer within ten seconds.") { Cause = "slow" };
        }
        catch (HttpRequestException exception) when (exception.InnerException is PrivateTargetException refused)
        {
            return new Outcome(OutcomeKind.Refused, 0, refused.Message) { Cause = "private" };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            return new Outcome(OutcomeKind.Retry, 0, Outcome.Plain(exception.InnerException?.Message ?? exception.Message)) { Cause = Outcome.CauseOf(exception) };
        }
    }

    private SocketsHttpHandler Handler(Func<string, bool> mayBePrivate) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = LongestConnect,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        ConnectCallback = async (context, cancel) =>
        {
            string host = context.DnsEndPoint.Host;
            return new NetworkStream(await PrivateTargets.ConnectAsync(host, context.DnsEndPoint.Port, mayBePrivate(host), _resolve, cancel), ownsSocket: true);
        },
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancel);
        byte[] buffer = new byte[MostAnswerBytes];
        int read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return buffer[..read];
    }
}
