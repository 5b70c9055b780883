@R17.4
Feature: R17.4 每月每位只循环一次
  Whoever has had his four days this month is passed over for the next one; where it cannot be helped, or was agreed on, the roster says so.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |

  Scenario Outline: 名单中王芳两次,<said> the third assignment of a list that names one person twice
    Given the policy pack "four-day-cycle" with:
      | parameter    | value  |
      | oncePerMonth | <once> |
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value           |
      | start     | 08:00           |
      | leaders   | S01 S02 S01 S03 |
    And the time is "2026-03-02 07:50"
    Then the calendar of "S01" shows shift "F0302"
    And the calendar of "S02" shows shift "F0306"
    And the calendar of "<third>" shows shift "F0310"

    Examples:
      | said    | once  | third |
      | 每月只循环一次 | true  | S03   |
      | 不限次数    | false | S01   |

  Scenario: 人手不够时提示 with too few people the second assignment of the month is warned of, and so is the one after it
    Given the policy pack "four-day-cycle"
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value       |
      | start     | 08:00       |
      | leaders   | S01 S02 S03 |
    And the time is "2026-03-02 07:50"
    Then the roster warns of "once-a-month" for "S01" on "2026-03-14"
    And the roster warns of "once-a-month" for "S02" on "2026-03-18"
    And the roster does not warn of "once-a-month" for "S01" on "2026-03-02"

  Scenario: 换班造成一月两次也提示 a swap that gives somebody a second one is warned of
    Given the policy pack "four-day-cycle"
    And the rotation "four-day" from "2026-03-02" with:
      | parameter | value       |
      | start     | 08:00       |
      | leaders   | S01 S02 S03 |
    And the time is "2026-03-02 07:50"
    Then the roster does not warn of "once-a-month" for "S01" on "2026-03-10"
    When "S03" asks "S01" to take shift "F0310"
    And "S01" accepts the swap of shift "F0310"
    And "S09" approves the swap of shift "F0310"
    Then the roster warns of "once-a-month" for "S01" on "2026-03-10"

  Scenario: 次月可再循环 in the next month everybody's turn comes again
    Given the policy pack "four-day-cycle"
    And the rotation "four-day" from "2026-03-23" with:
      | parameter | value       |
      | start     | 08:00       |
      | leaders   | S01 S02 S03 |
    And the time is "2026-03-23 07:50"
    Then the calendar of "S01" shows shift "F0323"
    And the calendar of "S01" shows shift "F0404"
    And the roster does not warn of "once-a-month" for "S01" on "2026-04-04"
