using System;
using System.Web;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>
/// Addresses as people copy them from a robot's page hold its token: whoever has it can write into the group. It is taken out of the address, kept as a
/// secret, and put back when something is sent.
/// </summary>
public static class ChannelAddress
{
    /// <summary>DingTalk's, as in open.dingtalk.com/document/robots/custom-robot-access.</summary>
    public const string DingTalk = "https://oapi.dingtalk.com/robot/send";

    /// <summary>WeCom's, as in developer.work.weixin.qq.com/document/path/91770.</summary>
    public const string WeCom = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send";

    /// <summary>Feishu's, as in open.feishu.cn/document/client-docs/bot-v3/add-custom-bot; Lark's differs in its host, open.larksuite.com.</summary>
    public const string Feishu = "https://open.feishu.cn/open-apis/bot/v2/hook";

    /// <summary>Takes what is secret out of an address: the token of a robot, the query of a webhook.</summary>
    public static (string Address, string Token) Split(ChannelKind kind, string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        string plain = query < 0 ? address : address[..query];
        string behind = query < 0 ? "" : address[(query + 1)..];
        switch (kind)
        {
            case ChannelKind.DingTalk:
                return (plain, HttpUtility.ParseQueryString(behind)["access_token"] ?? "");
            case ChannelKind.WeCom:
                return (plain, HttpUtility.ParseQueryString(behind)["key"] ?? "");
            case ChannelKind.Feishu:
                int hook = plain.IndexOf("/hook/", StringComparison.Ordinal);
                return hook < 0 ? (plain, "") : (plain[..(hook + "/hook".Length)], plain[(hook + "/hook/".Length)..].Trim('/'));
            default:
                return (plain, behind);
        }
    }

    /// <summary>Where a robot's maker listens; empty for what has no such place.</summary>
    public static string Usual(ChannelKind kind) => kind switch
    {
        ChannelKind.DingTalk => DingTalk,
        ChannelKind.WeCom => WeCom,
        ChannelKind.Feishu => Feishu,
        _ => "",
    };
}
