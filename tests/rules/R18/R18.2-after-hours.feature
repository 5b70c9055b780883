@R18.2
Feature: R18.2 工作时间以外由值班人员接听;险情按程序上报
  By day the agents answer, after hours the duty does, and together they cover the whole day. A serious danger is reported at once, by night as by day.

  Background:
    Given the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the rotation "after-hours" from "2026-02-28" with:
      | parameter  | value       |
      | leaders    | S01 S02     |
      | hours      | 08:30-17:30 |
      | supervisor | S09         |

  Scenario: 下班时由客户代表交给值班人员 at the end of work the agent hands over to the duty
    Given the policy pack "gas-utility"
    And the rotation "weekday-hours" from "2026-03-02" with:
      | parameter | value       |
      | leaders   | S03         |
      | workdays  | 08:30-17:30 |
    And the sheets are complete
    And the time is "2026-03-02 17:00"
    And "S03" holds the duty
    When "S01" taps at "17:20"
    And "S03" taps at "17:25"
    And "S01" taps at "17:25:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | outgoing | S03   |
      | incoming | S01   |
      | from     | W0302 |
      | to       | A0302 |
    And no notice about "coverage-gap" is sent

  Scenario: 休息日全天由值班人员接听 on a rest day the duty answers all day
    Given the policy pack "gas-utility"
    And the time is "2026-03-07 09:00"
    And "S02" holds the duty
    Then the calendar of "S02" shows shift "A0307"
    And the roster does not warn of "coverage-gap" for "hotline" on "2026-03-07"
    And the roster warns of "coverage-gap" for "hotline" on "2026-03-09"

  Scenario: 白天无人接听即提示 without the agents the working hours are a gap
    Given the policy pack "gas-utility"
    And the time is "2026-03-02 18:00"
    And "S01" holds the duty
    When the time is "18:05"
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-03"
    And a notice about "coverage-gap" reaches "S09"

  Scenario: 若热线只在下班后服务 where the line is served after hours only, there is no gap
    Given the policy pack "gas-utility" with:
      | parameter | value |
      | coverFrom | 17:30 |
      | coverTo   | 08:30 |
    And the time is "2026-03-02 18:00"
    And "S01" holds the duty
    When the time is "18:05"
    Then no notice about "coverage-gap" is sent

  Scenario: 值班人员未到岗上报 nobody has taken the line five minutes after work: the supervisor is told
    Given the policy pack "gas-utility"
    And the time is "2026-03-02 17:20"
    When the time is "17:34"
    Then no notice about "unattended" is sent
    And a notice about "unattended" reaches "S09" by "17:36"

  Scenario: 夜间险情立即上报 a danger by night is reported at once
    Given the policy pack "gas-utility"
    And the time is "2026-03-02 18:00"
    And "S01" holds the duty
    When "S01" writes "解放路12号燃气泄漏着火" under "major events" at "23:10"
    Then a notice about "major-event" reaches "S09" by "23:11"
