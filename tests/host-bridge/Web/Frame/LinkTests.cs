using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Frame;

/// <summary>The addresses in links and forms.</summary>
public sealed partial class LinkTests
{
    /// <summary>An attribute in which an expression stands beside <c>&amp;amp;</c> is encoded once more when it is written, and whoever follows it loses what stands behind: such an address is one expression.</summary>
    [Fact]
    public void NoAddressIsEncodedTwice()
    {
        Assert.NotEmpty(Attribute().Matches("<a href=\"/roster?post=@View.Post&amp;from=@From\">"));
        Assert.Empty(Attribute().Matches("<a href=\"/roster?a=1&amp;b=2\" title=\"@Words\">"));
        Assert.Empty(Pages().SelectMany(path => Attribute().Matches(File.ReadAllText(path)).Select(found => $"{Path.GetFileName(path)}: {found.Value}")));
    }

    private static IEnumerable<string> Pages([CallerFilePath] string here = "")
    {
        return Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../../../host-bridge"), "*.razor", SearchOption.AllDirectories);
    }

    [GeneratedRegex("[\\w-]+=\"(?=[^\"]*@)[^\"]*&amp;[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Attribute();
}
