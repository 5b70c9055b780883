using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>What the door decides.</summary>
public sealed class GateTests
{
    /// <summary>The first row that fits is the answer.</summary>
    [Theory]
    [InlineData(false, "unmarked", "nobody", true, false, Verdict.Pass)]
    [InlineData(true, "unmarked", "manager", false, true, Verdict.Unmarked)]
    [InlineData(true, "unmarked", "key", false, true, Verdict.Unmarked)]
    [InlineData(true, "open", "nobody", true, false, Verdict.Pass)]
    [InlineData(true, "open", "staff", true, false, Verdict.Foreign)]
    [InlineData(true, "open", "staff", false, false, Verdict.Pass)]
    [InlineData(true, "users", "nobody", false, true, Verdict.Unknown)]
    [InlineData(true, "users", "nobody", true, false, Verdict.Unknown)]
    [InlineData(true, "users", "staff", false, true, Verdict.Forbidden)]
    [InlineData(true, "users", "manager", true, false, Verdict.Foreign)]
    [InlineData(true, "users", "manager", true, true, Verdict.Pass)]
    [InlineData(true, "users", "manager", false, false, Verdict.Pass)]
    [InlineData(true, "users", "key", true, false, Verdict.Pass)]
    [InlineData(true, "users", "key without", true, true, Verdict.Forbidden)]
    public void TheTableDecides(bool isRoute, string needs, string who, bool changes, bool isOwn, Verdict verdict)
    {
        AccessMetadata? metadata = needs switch { "unmarked" => null, "open" => new AccessMetadata(null), _ => new AccessMetadata(Permission.ManageUsers) };
        Caller? caller = who switch
        {
            "nobody" => null,
            "key" => new Caller("key a b", "", "", "", "", "", new HashSet<Permission> { Permission.ManageUsers }),
            "key without" => new Caller("key a b", "", "", "", "", "", new HashSet<Permission>()),
            _ => new Caller(who, who, who, "", "1", "", Rights.Of(who)),
        };
        Assert.Equal(verdict, AccessGate.Decide(isRoute, metadata, caller, changes, isOwn));
    }

    /// <summary>Where a sign-in leads to is within this bridge.</summary>
    [Theory]
    [InlineData("/", true)]
    [InlineData("/rules?x=1#R20", true)]
    [InlineData("", false)]
    [InlineData("rules", false)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("https://evil.example", false)]
    public void OnlyLocalPathsAreFollowed(string path, bool local) => Assert.Equal(local, AccessGate.IsLocal(path));

    /// <summary>A browser's word where a request comes from decides; without one, its origin does; without either it comes from no page.</summary>
    [Theory]
    [InlineData("same-origin", "", "", true)]
    [InlineData("cross-site", "http://127.0.0.1:8080", "", false)]
    [InlineData("same-site", "", "", false)]
    [InlineData("none", "", "", false)]
    [InlineData("", "http://127.0.0.1:8080", "", true)]
    [InlineData("", "http://127.0.0.1:8081", "", false)]
    [InlineData("", "null", "", false)]
    [InlineData("", "https://duty.house", "https://duty.house", true)]
    [InlineData("", "https://duty.house", "", false)]
    [InlineData("", "", "", false)]
    public void OwnPagesAreKnown(string site, string origin, string publicUrl, bool own)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("127.0.0.1", 8080);
        if (site.Length > 0)
        {
            context.Request.Headers["Sec-Fetch-Site"] = site;
        }

        if (origin.Length > 0)
        {
            context.Request.Headers.Origin = origin;
        }

        Assert.Equal(own, AccessGate.IsOwn(context.Request, publicUrl));
    }

    /// <summary>Each permission has one word and each word one permission.</summary>
    [Fact]
    public void PermissionsHaveWords()
    {
        Assert.Equal("read-board", PermissionWords.Of(Permission.ReadBoard));
        Assert.All(Enum.GetValues<Permission>(), permission => Assert.Equal(permission, PermissionWords.Find(PermissionWords.Of(permission))));
        Assert.Null(PermissionWords.Find("ReadBoard"));
        Assert.Null(PermissionWords.Find("0"));
    }
}
