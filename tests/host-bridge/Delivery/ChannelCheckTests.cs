using System;
using System.Linq;
using DutyKiosk.HostBridge.Delivery;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>A channel that could not work is not kept, and its settings show no secret.</summary>
public sealed class ChannelCheckTests
{
    private static readonly ChannelSettings Hook = new() { Name = "hook", Kind = ChannelKind.Webhook, Address = "https://receiver.example/in" };
    private static readonly ChannelSettings Mail = new() { Name = "mail", Kind = ChannelKind.Mail, Host = "mail.house", Port = 587, From = "duty@mail.house", To = ["head@mail.house"] };

    /// <summary>What is right has no fault.</summary>
    [Fact]
    public void WhatIsRightIsTaken()
    {
        Assert.Empty(Faults(Hook));
        Assert.Empty(Faults(Mail));
        Assert.Empty(Faults(Hook with { Address = "http://10.0.0.7/in" }));
    }

    /// <summary>What is wrong is named by its member.</summary>
    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Assert.Equal(["name"], Faults(Hook with { Name = " " }));
        Assert.Equal(["address"], Faults(Hook with { Address = "http://10.0.0.5/in" }));
        Assert.Equal(["address"], Faults(Hook with { Address = "ftp://receiver.example" }));
        Assert.Equal(["address"], Faults(Hook with { Address = "https://user:pass@receiver.example/" }));
        Assert.Equal(["address"], Faults(Hook with { Address = "receiver" }));
        Assert.Equal(["topics"], Faults(Hook with { Topics = ["no-such"] }));
        Assert.Equal(["perMinute"], Faults(Hook with { PerMinute = 0 }));
        Assert.Equal(["address"], Faults(Hook with { Address = "https://10.0.0.5/in" }));
        Assert.Equal(["host"], Faults(Mail with { Host = "[fd00::1]" }));
        Assert.Equal(["secret"], Faults(Hook, new ChannelSecrets()));
        Assert.Equal(["token"], Faults(Hook with { Kind = ChannelKind.WeCom, Address = ChannelAddress.WeCom }, new ChannelSecrets()));
        Assert.Equal(["security"], Faults(Mail with { Security = MailSecurity.None }));
        Assert.Equal(["port"], Faults(Mail with { Port = 0 }));
        Assert.Equal(["from", "to"], Faults(Mail with { From = "duty\r\nBcc: all@mail.house", To = ["nobody"] }));
        Assert.Equal(["host"], Faults(Mail with { Host = "" }));
    }

    /// <summary>The token is taken out of the address as it is copied from a robot's page.</summary>
    [Theory]
    [InlineData(ChannelKind.DingTalk, "https://oapi.dingtalk.com/robot/send?access_token=abc", "https://oapi.dingtalk.com/robot/send", "abc")]
    [InlineData(ChannelKind.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a-b-c", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "a-b-c")]
    [InlineData(ChannelKind.Feishu, "https://open.larksuite.com/open-apis/bot/v2/hook/abc-1", "https://open.larksuite.com/open-apis/bot/v2/hook", "abc-1")]
    [InlineData(ChannelKind.Webhook, "https://receiver.example/in?key=abc&x=1", "https://receiver.example/in", "key=abc&x=1")]
    [InlineData(ChannelKind.Webhook, "https://receiver.example/in", "https://receiver.example/in", "")]
    public void TheTokenIsTakenOut(ChannelKind kind, string copied, string address, string token) => Assert.Equal((address, token), ChannelAddress.Split(kind, copied));

    private static string[] Faults(ChannelSettings settings, ChannelSecrets? secrets = null) => [.. ChannelCheck.Faults(settings, secrets ?? new ChannelSecrets("token", "secret"), PrivateTargets.AllowedBy(["10.0.0.7"])).Select(fault => fault.Member)];
}
