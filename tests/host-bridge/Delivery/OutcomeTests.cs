using System;
using System.IO;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>Why a message was not delivered is told in a word, which both languages have words for.</summary>
public sealed class OutcomeTests
{
    /// <summary>The cause is found however deep it lies.</summary>
    [Fact]
    public void TheCauseIsFound()
    {
        (Exception Exception, string Cause)[] cases =
        [
            (new HttpRequestException("no", new SocketException((int)SocketError.HostNotFound)), "name"), (new SocketException((int)SocketError.TryAgain), "name"),
            (new IOException("no", new SocketException((int)SocketError.ConnectionRefused)), "connect"), (new SocketException((int)SocketError.TimedOut), "slow"),
            (new HttpRequestException("no", new AuthenticationException("certificate")), "tls"), (new IOException("cut off"), "broken"),
        ];
        Assert.All(cases, one =>
        {
            Assert.Equal(one.Cause, Outcome.CauseOf(one.Exception));
            Assert.True(Language.Chinese.Has("settings.failed-" + one.Cause));
        });
    }
}
