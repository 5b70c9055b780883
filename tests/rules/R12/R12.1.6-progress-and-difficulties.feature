@R12.1.6
Feature: R12.1.6 交班人员介绍进度、难点、遗留问题
  Progress, difficulties and what is left over stand on the sheet before the first tap; who takes over sees to what is left over.

  Background:
    Given the policy pack "contact-centre"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S05  | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario Outline: 未写<title>不得交接 without this one the other sections are not enough
    When "S01" writes "night shift" under "shift" at "07:25"
    And "S01" has nothing under "tasks"
    And "S01" has nothing under "notes"
    And "S01" has nothing under "exceptions"
    And "S01" writes "all done" under "<a>"
    And "S01" writes "all done" under "<b>"
    And "S01" taps at "07:52"
    Then the tap is refused as "sheet-incomplete"
    And there is no record "handover.started"
    When "S01" writes "more tomorrow" under "<missing>" at "07:53"
    And "S01" taps at "07:54"
    Then the signal is "waiting-for-second"

    Examples:
      | title | missing      | a            | b            |
      | 工作进度  | progress     | difficulties | unfinished   |
      | 工作难点  | difficulties | progress     | unfinished   |
      | 遗留问题  | unfinished   | progress     | difficulties |

  Scenario: 难点也由接班人员落实 a difficulty that is not overcome stands on the next sheet
    When "S01" writes "caller in flat 12 does not open" under "difficulties" at "07:25"
    And "S01" completes the sheet
    And "S02" taps at "07:30"
    And "S01" taps at "07:52"
    And "S02" taps at "07:52:05"
    Then the sheet of shift "D1" carries over "caller in flat 12 does not open"

  Scenario: 不以交班记录为条件的岗位 a house that does not make the sheet a condition
    Given the policy pack "contact-centre" with:
      | parameter     | value |
      | sheetRequired | false |
    When "S01" writes "night shift" under "shift" at "07:25"
    And "S01" taps at "07:52"
    Then the signal is "waiting-for-second"
