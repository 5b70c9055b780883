@R17.6
Feature: R17.6 逢休息不可休
  A rest day that falls into the four days is worked: nobody can ask for leave from it, and the hours of the desk stay as on any other day.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the calendar:
      | day        | kind     |
      | 2026-03-07 | rest-day |
      | 2026-03-08 | holiday  |
    And the time is "2026-03-02 07:50"

  Scenario: 循环内逢休息不可请假 leave from four days with a rest day among them is refused
    Given the policy pack "four-day-cycle"
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value   |
      | start     | 08:00   |
      | leaders   | S01 S02 |
    When "S02" requests leave for shift "F0306" with "周末休息"
    Then the bridge refuses with "rest-days-withdrawn"
    And the calendar of "S02" shows shift "F0306"

  Scenario: 循环内无休息日可请假 leave from four days without one may be asked for, and approved
    Given the policy pack "four-day-cycle"
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value   |
      | start     | 08:00   |
      | leaders   | S01 S02 |
    When "S01" requests leave for shift "F0302" with "看病"
    And "S09" approves the leave of "S01" for shift "F0302"
    Then the calendar of "S01" does not show shift "F0302"

  Scenario: 若休息日照常 where rest days are kept, the leave may be asked for
    Given the policy pack "four-day-cycle" with:
      | parameter | value |
      | restDays  | kept  |
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value   |
      | start     | 08:00   |
      | leaders   | S01 S02 |
    When "S02" requests leave for shift "F0306" with "周末休息"
    And "S09" approves the leave of "S02" for shift "F0306"
    Then the calendar of "S02" does not show shift "F0306"

  Scenario Outline: 节假日的班次<said> the shift of a holiday
    Given the policy pack "four-day-cycle" with:
      | parameter | value  |
      | restDays  | <rule> |
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter | value       |
      | leaders   | S01         |
      | daily     | 09:00-18:00 |
    Then the calendar of "S01" shows shift "W0306"
    And the calendar of "S01" <shows> shift "W0308"

    Examples:
      | said | rule      | shows         |
      | 照排   | withdrawn | shows         |
      | 取消   | kept      | does not show |
