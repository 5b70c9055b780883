using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>The printed sheet beside a terminal, A4, from the firmware's own table of signals.</summary>
public static class StaffSheet
{
    private const string Style =
        "@page{size:A4;margin:0}*{box-sizing:border-box}html{background:#fff}body{width:210mm;height:297mm;margin:0;padding:11mm 12mm 9mm;font-family:'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','WenQuanYi Zen Hei','Microsoft YaHei',sans-serif;color:#111}"
        + "h1{font-size:25px;margin:0;line-height:1.2}h1 small{display:block;font-size:14px;font-weight:400;color:#444}h2{font-size:15px;margin:0 0 3px;padding:2px 6px;background:#111;color:#fff}h2 small{font-size:11.5px;font-weight:400;margin-left:6px}"
        + ".two{display:flex;gap:6mm}.two>section{flex:1;min-width:0}ol{margin:4px 0 0;padding-left:19px}li{font-size:13px;line-height:1.3;margin-bottom:4px}li small{display:block;font-size:10.5px;color:#444}"
        + ".legend{display:flex;gap:6mm;font-size:12px;line-height:1.35;margin:3mm 0;border-top:1px solid #111;border-bottom:1px solid #111;padding:3px 0}.legend>div{flex:1}.legend small{display:block;font-size:10.5px;color:#444}"
        + "table{width:100%;border-collapse:collapse;margin-bottom:2.5mm}td{border-bottom:1px solid #ccc;padding:2px 2px;vertical-align:middle}td.l{width:73px}td.t{width:66px}td b{font-size:13.5px}td span{font-size:11.5px;margin-left:5px}td small{display:block;font-size:10px;line-height:1.25;color:#444}svg{display:block}"
        + "footer{margin-top:2mm;border-top:1px solid #111;padding-top:3px;font-size:12px}footer small{font-size:10.5px;color:#444}.blank{display:inline-block;width:60mm;border-bottom:1px solid #111}";

    /// <summary>The page.</summary>
    public static string Render()
    {
        SheetWords words = SheetWords.All;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(Text(words.Texts["title"].Zh)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n")
            .Append(CultureInfo.InvariantCulture, $"<h1>{Both(words.Texts["title"])}</h1>\n<div class=\"two\" style=\"margin-top:3mm\">\n");
        foreach (HowTo how in words.HowTos)
        {
            page.Append(CultureInfo.InvariantCulture, $"<section><h2>{Both(how.Title)}</h2>\n<ol>\n{string.Concat(how.Steps.Select(step => $"<li>{Both(step)}</li>\n"))}</ol></section>\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"</div>\n<div class=\"legend\"><div>{Both(words.Texts["legend"])}</div><div>{Both(words.Texts["tune"])}</div></div>\n<div class=\"two\">\n<section>\n");
        for (int i = 0; i < words.Groups.Count; i++)
        {
            // The second group is the longest and has a column of its own.
            page.Append(i == 1 ? "</section>\n<section>\n" : "");
            if (i != 2)
            {
                page.Append(Group(words.Groups[i]));
            }

            page.Append(i == 0 && words.Groups.Count > 2 ? Group(words.Groups[2]) : "");
        }

        page.Append(CultureInfo.InvariantCulture, $"</section>\n</div>\n<footer>{Text(words.Texts["help"].Zh)} <span class=\"blank\"></span> <small>{Text(words.Texts["help"].En)}</small></footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>The row of the firmware's table by a signal's word; null: there is none.</summary>
    public static SignalPattern? PatternOf(string word) => Enumerable.Range(0, SignalTable.Count).Select(row => SignalTable.Of((Signal)row)).FirstOrDefault(pattern => pattern.Word == word);

    private static string Group(SignalGroup group)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"<h2>{Both(group.Title)}</h2>\n<table>\n");
        foreach ((string word, SignalText text) in group.Signals)
        {
            SignalPattern pattern = PatternOf(word) ?? throw new KeyNotFoundException($"Words/sheet.yaml: the firmware has no signal '{word}'.");
            table.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"l\">{SignalDrawing.Lamps(pattern)}</td><td class=\"t\">{SignalDrawing.Tune(pattern)}</td><td><b>{Text(text.Zh)}</b><span>{Text(text.ZhDo)}</span><small>{Text(text.En)} – {Text(text.EnDo)}</small></td></tr>\n");
        }

        return table.Append("</table>\n").ToString();
    }

    private static string Both(Bilingual text) => $"{Text(text.Zh)}<small>{Text(text.En)}</small>";

    private static string Text(string plain) => WebUtility.HtmlEncode(plain);
}
