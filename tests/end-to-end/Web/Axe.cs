using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>Axe's judgement of a page as it stands in the browser.</summary>
public static class Axe
{
    // The pages have no frames; and to tell of everything that is in order takes four times as long as finding what is not.
    private const string Judge = "axe.run(document, { resultTypes: ['violations'], iframes: false }).then(found => found.violations.map(rule => `${location.href} ${rule.id}: ${rule.nodes.slice(0, 3).map(node => node.html).join(' ')}`))";

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What axe finds wrong: a line a rule, with the elements; nothing where all is well.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Judge);
    }
}
