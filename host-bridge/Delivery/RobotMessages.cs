using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>
/// The messages of group robots, as their makers document them: DingTalk at open.dingtalk.com/document/robots/custom-robot-access (signing:
/// …/robots/customize-robot-security-settings), WeCom at developer.work.weixin.qq.com/document/path/91770, Feishu at
/// open.feishu.cn/document/client-docs/bot-v3/add-custom-bot. Checked against those formats by the tests' receiver; no real robot was asked.
/// </summary>
public static class RobotMessages
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The POST of a message to a robot, signed at a moment where the robot has a secret.</summary>
    /// <exception cref="ArgumentException">The channel is no robot.</exception>
    public static Post Of(Channel channel, Message message, DateTimeOffset now) => channel.Settings.Kind switch
    {
        ChannelKind.DingTalk => DingTalk(channel, message, now),
        ChannelKind.WeCom => WeCom(channel, message),
        ChannelKind.Feishu => Feishu(channel, message, now),
        _ => throw new ArgumentException($"A channel of kind {channel.Settings.Kind} is no robot.", nameof(channel)),
    };

    /// <summary>DingTalk's signature (加签): of milliseconds, a line feed and the secret, under the secret.</summary>
    public static string DingTalkSign(string secret, long milliseconds)
    {
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{milliseconds}\n{secret}"))));
    }

    /// <summary>Feishu's signature: of nothing, under seconds, a line feed and the secret.</summary>
    public static string FeishuSign(string secret, long seconds)
    {
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}\n{secret}")), Array.Empty<byte>()));
    }

    /// <summary>
    /// What a robot's answer says. Each answers 200 to nearly everything and says in the body whether it has taken the message: DingTalk and WeCom in
    /// <c>errcode</c>, Feishu in <c>code</c>. Codes that say "too often" pause the channel, "busy" is tried again, and the others name something that is
    /// set wrongly.
    /// </summary>
    public static Outcome Judge(ChannelKind kind, byte[] body)
    {
        (string codeName, string wordsName) = kind == ChannelKind.Feishu ? ("code", "msg") : ("errcode", "errmsg");
        long code;
        string words;
        try
        {
            using JsonDocument json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !(root.TryGetProperty(codeName, out JsonElement number) || root.TryGetProperty("StatusCode", out number)) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out code))
            {
                return new Outcome(OutcomeKind.Retry, 200, $"The answer has no {codeName}: what answers there is no such robot.");
            }

            words = root.TryGetProperty(wordsName, out JsonElement said) && said.ValueKind == JsonValueKind.String ? Outcome.Plain(said.GetString()!) : "";
        }
        catch (JsonException)
        {
            return new Outcome(OutcomeKind.Retry, 200, "The answer is no JSON: what answers there is no such robot.");
        }

        return (kind, code) switch
        {
            (_, 0) => new Outcome(OutcomeKind.Delivered, 0, words.Length == 0 ? "ok" : words),

            // DingTalk shuts a robot out for ten minutes; 410100 is the newer name of the same.
            (ChannelKind.DingTalk, 130101 or 410100) => new Outcome(OutcomeKind.RateLimited, code, words, TimeSpan.FromMinutes(10)),
            (ChannelKind.WeCom, 45009 or 45033) => new Outcome(OutcomeKind.RateLimited, code, words, TimeSpan.FromMinutes(1)),
            (ChannelKind.Feishu, 9499 or 11232) => new Outcome(OutcomeKind.RateLimited, code, words, TimeSpan.FromMinutes(1)),

            // "The system is busy", in the words of both.
            (ChannelKind.DingTalk or ChannelKind.WeCom, -1) => new Outcome(OutcomeKind.Retry, code, words),
            _ => new Outcome(OutcomeKind.Refused, code, words.Length == 0 ? "The robot refuses it and does not say why." : words),
        };
    }

    private static Post DingTalk(Channel channel, Message message, DateTimeOffset now)
    {
        string address = $"{channel.Settings.Address}?access_token={Uri.EscapeDataString(channel.Secrets.Token)}";
        if (channel.Secrets.Signing.Length > 0)
        {
            long milliseconds = now.ToUnixTimeMilliseconds();
            address += string.Create(CultureInfo.InvariantCulture, $"&timestamp={milliseconds}&sign={Uri.EscapeDataString(DingTalkSign(channel.Secrets.Signing, milliseconds))}");
        }

        return Make(address, new { msgtype = "markdown", markdown = new { title = Message.Wide(message.Title), text = message.Markdown } });
    }

    private static Post WeCom(Channel channel, Message message)
    {
        return Make($"{channel.Settings.Address}?key={Uri.EscapeDataString(channel.Secrets.Token)}", new { msgtype = "markdown", markdown = new { content = message.Markdown } });
    }

    private static Post Feishu(Channel channel, Message message, DateTimeOffset now)
    {
        string address = $"{channel.Settings.Address}/{Uri.EscapeDataString(channel.Secrets.Token)}";

        // In a text of Feishu, too, a tag mentions people.
        var content = new { text = Message.Wide(message.Plain) };
        if (channel.Secrets.Signing.Length == 0)
        {
            return Make(address, new { msg_type = "text", content });
        }

        long seconds = now.ToUnixTimeSeconds();
        return Make(address, new { timestamp = seconds.ToString(CultureInfo.InvariantCulture), sign = FeishuSign(channel.Secrets.Signing, seconds), msg_type = "text", content });
    }

    private static Post Make<T>(string address, T body) => new(new Uri(address), JsonSerializer.SerializeToUtf8Bytes(body, Json), []);
}
